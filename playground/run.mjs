// Runs a script of this repository: node playground/run.mjs [--with-n8n] SCRIPT [ITS OPTIONS]
import { run } from './install.mjs';

const words = process.argv.slice(2);
const withN8n = words[0] === '--with-n8n';
if (withN8n) words.shift();
const [script, ...args] = words;
if (!script) {
	console.error('Usage: node playground/run.mjs [--with-n8n] SCRIPT [ITS OPTIONS]');
	process.exit(1);
}
await run(script, args, { withN8n });
