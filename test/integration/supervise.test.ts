import { temporaryFolder } from '../harness/temporary.mts';
import { until } from '../harness/until.mts';
import {
	failedAssembly,
	isAlive,
	partOfKilledScript,
	startsIn,
	waitingPart,
} from './supervised.mts';

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
	await until('it is started again', () => part.pid() !== undefined);
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
	await until('its part has ended', () => !isAlive(pid));
});

test('a part that is killed and started by hand at once runs once, with the settings it was told', async () => {
	const folder = emptyFolder();
	const part = await waitingPart(folder);
	await part.kill();
	await part.start({ PART_COLOR: 'blue' });
	await until('it has said so', () => startsIn(folder).length > 1);
	await part.kill();
	await until('it is started again', () => startsIn(folder).length > 2);
	await part.stop();
	expect(startsIn(folder).map(({ color }) => color)).toEqual(['undefined', 'blue', 'blue']);
	expect(startsIn(folder).filter(({ pid }) => isAlive(pid))).toEqual([]);
});

test.each([
	['another part ends', /^Error: waiting ended while starting\.[^]*No such file/],
	['the gate has no port', /EADDRINUSE/],
] as const)(
	'a system that cannot be put together leaves no process: %s',
	async (obstacle, reason) => {
		const { why, pid } = await failedAssembly(emptyFolder(), obstacle);
		expect(why).toMatch(reason);
		expect(isAlive(pid)).toBe(false);
	},
);
