import { RunFolder } from '../../commands/leftovers.mts';
import { startDetached } from './detached.mts';

let folder: RunFolder;
beforeEach(() => (folder = new RunFolder()));
afterEach(() => folder.remove());

test('finds a process that went away from its parent, by its environment', async () => {
	const { pid, ended } = await startDetached({ env: folder.env() });
	expect(folder.processes().map((found) => found.pid)).toEqual([pid]);
	expect((await folder.settle(0)).map((left) => left.pid)).toEqual([pid]);
	expect(await ended).toBe('SIGKILL');
	expect(folder.processes()).toEqual([]);
});

test('finds a process that works in the folder, whatever its environment', async () => {
	const { pid, ended } = await startDetached({ env: {}, cwd: folder.path });
	expect(folder.killAll().map((left) => left.pid)).toEqual([pid]);
	expect(await ended).toBe('SIGKILL');
});

test('waits for what is about to end, and calls it nothing left', async () => {
	const { ended, end } = await startDetached({ env: folder.env() });
	const settled = folder.settle();
	end();
	expect(await settled).toEqual([]);
	expect(await ended).toBe('SIGTERM');
});

test('leaves other processes alone', async () => {
	const other = new RunFolder();
	const { ended, end } = await startDetached({ env: other.env() });
	expect(folder.killAll()).toEqual([]);
	end();
	expect(await ended).toBe('SIGTERM');
	other.remove();
});
