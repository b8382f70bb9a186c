import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { playground } from '../paths.mts';

let keeper: ChildProcess | undefined;
const groups = new Set<number>();

/** Starts a process that outlives this one by a moment, and ends what this one could not. */
function startKeeper(): ChildProcess {
	const child = spawn(process.execPath, [join(playground, 'cluster', 'endGroups.mts')], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	// This process must not wait for it.
	child.unref();
	(child.stdin as Socket).unref();
	child.stdin!.on('error', () => {});
	return child;
}

/**
 * Makes sure that a process group ends with this process, even if this one is killed.
 * @returns function to call once the group has ended
 */
export function endWithScript(group: number): () => void {
	keeper ??= startKeeper();
	const { stdin } = keeper;
	stdin!.write(`+${group}\n`);
	groups.add(group);
	return () => {
		stdin!.write(`-${group}\n`);
		groups.delete(group);
		if (groups.size > 0) return;
		stdin!.end();
		keeper = undefined;
	};
}
