import { isAlive, partOfKilledScript, until, waitingPart } from './supervised.mts';
import { temporaryFolder } from '../harness/temporary.mts';

const folders: Array<{ remove: () => void }> = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

const emptyFolder = () => {
	const folder = temporaryFolder();
	folders.push(folder);
	return folder.path;
};

test('a part that is killed is started again, one that was stopped is not', async () => {
	const part = await waitingPart(emptyFolder());
	const first = part.pid()!;
	await part.kill();
	expect(isAlive(first)).toBe(false);
	await until(() => part.pid() !== undefined);
	expect([part.restarts(), part.pid() !== first]).toEqual([1, true]);

	await part.killAndHold();
	expect(part.pid()).toBeUndefined();
	await expect(part.ready()).rejects.toThrow('waiting was stopped');
	await part.start();
	await part.ready();
	expect(part.restarts()).toBe(1);
	await part.stop();
	expect(part.pid()).toBeUndefined();
});

test('a part that ends while it starts says why, and is not tried again', async () => {
	const starting = waitingPart(emptyFolder(), 'console.error("No such port"); process.exit(1)');
	await expect(starting).rejects.toThrow(/^waiting ended while starting\.[^]*No such port/);
});

test('parts end with the script that started them, also when it is killed', async () => {
	const pid = await partOfKilledScript();
	await until(() => !isAlive(pid));
});
