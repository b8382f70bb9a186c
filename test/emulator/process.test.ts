import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator } from '../../emulator/start.mts';
import { ended, isAlive, temporaryFile } from '../harness/emulatorTools.mts';
import { event, http, message } from './http';

it('keeps its state in a file, and validates what an earlier run left behind', async () => {
	const file = temporaryFile('state.sqlite');
	const first = await startEmulator({ state: file.path });
	const options = { name: 'Kept', format: 'xdm', authenticated: false } as const;
	const flow = await prepareDataflow(first.url, options);
	await first.control.settings({ validationDelayMs: 500 });
	await http.post(flow.inletUrl, message(flow, event('early')));
	await first.stop();
	expect(file.exists()).toBe(true);

	const second = await startEmulator({ state: file.path });
	const inletUrl = `${second.url}/collection/${flow.inletId}`;
	expect((await http.post(inletUrl, message(flow, event('late')))).status).toBe(200);
	const records = await second.control.settled(2);
	expect(records.map(({ _id, status }) => [_id, status])).toEqual([
		['early', 'stored'],
		['late', 'stored'],
	]);
	await second.stop();
	file.remove();
});

it('ends when its standard input closes, as it does when the process that started it dies', async () => {
	const emulator = await startEmulator();
	expect(isAlive(emulator.pid)).toBe(true);
	emulator.letGo();
	await ended(emulator.pid);
});

it('says which port is taken', async () => {
	const first = await startEmulator();
	const port = Number(new URL(first.url).port);
	await expect(startEmulator({ port })).rejects.toThrow(
		`Port ${port} is taken. Choose another one with --port, or --port 0 for any.`,
	);
	await first.stop();
});

it('stops when told, with nothing left', async () => {
	const emulator = await startEmulator();
	await emulator.stop();
	expect(isAlive(emulator.pid)).toBe(false);
	await emulator.stop();
});
