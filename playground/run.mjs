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

// npm that is asked to end, ends its shell, and not what that one has started.
const parent = process.ppid;
const look = setInterval(() => {
	if (process.ppid === parent) return;
	clearInterval(look);
	process.kill(process.pid, 'SIGTERM');
}, 200);
look.unref();

await run(script, args, { withN8n });
