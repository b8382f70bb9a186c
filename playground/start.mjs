import { run } from './install.mjs';

await run('playground/start.mts', { withN8n: true });
