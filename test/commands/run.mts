import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { root } from '../../playground/paths.mts';
import { RunFolder } from './leftovers.mts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** What a stopped run may take to end in order. */
const STOP_MS = 5_000;

/** What the work of a command is given. */
export interface Run {
	/** A folder that is gone after the run. */
	folder: string;
	/** Starts a program of this project. What it prints is shown at once, unless it is kept. */
	start: (command: readonly string[], options?: { keepOutput?: boolean }) => Promise<Ended>;
	count: (passed: number, failed: number) => void;
}

export interface Ended {
	ok: boolean;
	/** What it printed, if that was kept. */
	output: string;
	seconds: number;
}

/**
 * Does the work of a test command with a temporary folder of its own. Whatever way it ends, it leaves no process, port
 * or folder behind. The last line says how many passed and failed, the one before how long it took.
 * @param name what a person types
 */
export async function runCommand(name: string, work: (run: Run) => Promise<void>): Promise<void> {
	const started = Date.now();
	const took = () => formatSeconds((Date.now() - started) / 1000);
	const folder = new RunFolder();
	Object.assign(process.env, folder.env());
	const children = new Set<ChildProcess>();
	let passed = 0;
	let failed = 0;

	const stopBy = async (signal: NodeJS.Signals) => {
		for (const { pid } of children) signalGroup(pid!, 'SIGTERM');
		folder.terminateAll();
		await folder.settle(STOP_MS);
		for (const { pid } of children) signalGroup(pid!, 'SIGKILL');
		folder.remove();
		console.error(`\n${name} was stopped by ${signal} after ${took()}`);
		process.exit(1);
	};
	let isStopped = false;
	for (const signal of SIGNALS)
		process.on(signal, () => {
			if (isStopped) return;
			isStopped = true;
			void stopBy(signal);
		});

	const run: Run = {
		folder: folder.path,
		start: async ([file, ...args], { keepOutput = false } = {}) => {
			const began = Date.now();
			const shown = keepOutput ? 'pipe' : 'inherit';
			const stdio: StdioOptions = ['inherit', shown, shown];
			// A group of its own, so that all of it can be ended.
			const child = spawn(file, args, { cwd: root, stdio, detached: true });
			children.add(child);
			let output = '';
			for (const stream of [child.stdout, child.stderr])
				stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
			const code = await new Promise<number | null>((resolve, reject) => {
				child.once('error', reject);
				child.once('close', resolve);
			});
			children.delete(child);
			if (isStopped) await new Promise(() => {});
			return { ok: code === 0, output, seconds: (Date.now() - began) / 1000 };
		},
		count: (more, lost) => {
			passed += more;
			failed += lost;
		},
	};

	try {
		await work(run);
		for (const { pid, command } of await folder.settle()) {
			console.log(`FAIL  leaves process ${pid} behind: ${command}`);
			failed++;
		}
	} finally {
		folder.killAll();
		folder.remove();
	}
	console.log(`\n${name} took ${took()}`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed === 0 ? 0 : 1;
}

/** As a person reads it, e.g. `4 min 12 s`. */
export function formatSeconds(seconds: number): string {
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// It has ended.
	}
}
