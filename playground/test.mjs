import { run } from './install.mjs';

await run('playground/test.mts', { withN8n: true });
