// Ends the remaining processes when the script that started it is gone. It reads "+1234" for a
// process group that runs and "-1234" for one that has ended; its standard input closes when the
// script ends, however that happens.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 3_000;

const groups = new Set<number>();

function signal(name: NodeJS.Signals): void {
	for (const group of groups)
		try {
			process.kill(-group, name);
		} catch {
			groups.delete(group);
		}
}

for await (const line of createInterface(process.stdin)) {
	const group = Number(line.slice(1));
	if (line.startsWith('+')) groups.add(group);
	else groups.delete(group);
}
signal('SIGTERM');
for (const deadline = Date.now() + GRACE_MS; groups.size > 0 && Date.now() < deadline; ) {
	await sleep(100);
	for (const group of groups)
		try {
			process.kill(-group, 0);
		} catch {
			groups.delete(group);
		}
}
signal('SIGKILL');
