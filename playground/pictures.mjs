import { run } from './install.mjs';

await run('playground/pictures.mts', { withN8n: true });
