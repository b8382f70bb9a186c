// Runs a command and ends it, with everything it started, when the process that started this one is
// gone: node endWithParent.mjs COMMAND [ITS OPTIONS], in its own process group and with a pipe as
// standard input.
import { spawn } from 'node:child_process';

const [file, ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
// The pipe closes however the other process ended, even if it was killed.
process.stdin.on('close', () => process.kill(-process.pid, 'SIGKILL')).resume();
child.on('error', ({ message }) => {
	console.error(`${file} could not be started: ${message}`);
	process.exit(127);
});
child.on('exit', (code, signal) => {
	if (signal) console.error(`${file} was ended by ${signal}`);
	process.exit(code ?? 1);
});
