import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Detached {
	pid: number;
	/** By which signal it ended. */
	ended: Promise<NodeJS.Signals | null>;
	end: () => void;
}

/** A process in a group of its own that does nothing until it is ended. */
export async function startDetached(options: {
	env: NodeJS.ProcessEnv;
	cwd?: string;
}): Promise<Detached> {
	const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
		...options,
		detached: true,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
	// It runs.
	await once(child.stdout, 'data');
	return { pid: child.pid!, ended, end: () => void child.kill() };
}
