// Runs a script of this repository: node playground/run.mjs SCRIPT [ITS OPTIONS]
import { run } from './install.mjs';

const [script, ...args] = process.argv.slice(2);
await run(script, args, { withN8n: !script.startsWith('emulator/') });
