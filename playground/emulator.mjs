import { run } from './install.mjs';

await run('emulator/main.mts', { withN8n: false });
