import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { prepareDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { ADOBE, adobeRegistry, adobeRow, event, resetEmulator } from '../../harness/adobe';
import { results } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';

const time = skipWaits();

const registry = adobeRegistry();

let adobe: Emulator;

beforeAll(async () => {
	adobe = await startEmulator();
});
afterAll(async () => await adobe?.stop());
beforeEach(async () => await resetEmulator(adobe));

const NAME = 'Chatlio XDM';

/** Sends one record at once, and returns what became of it: the status, or the problem's code. */
async function send(dataflow: { mode: string; value: string }): Promise<unknown> {
	const { output } = await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: { dataflow: { __rl: true, ...dataflow } },
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input: [{ json: event('a') as IDataObject }],
		node: { onError: 'continueErrorOutput' },
	});
	const [accepted] = output();
	if (accepted) return (accepted.json.delivery as IDataObject).status;
	return (output(1)[0]?.json.problem as IDataObject | undefined)?.code;
}

const run = async (resource: string, operation: string, parameters: INodeParameters) =>
	await results(adobe.url, { resource, operation, parameters });

const prepare = async () =>
	await prepareDataflow(adobe.url, { name: NAME, format: 'xdm', authenticated: true, aged: true });

describe('a dataflow that this n8n has just changed', () => {
	it.each([
		['disable', 'by ID', 'dataflow.notEnabled'],
		['disable', 'by name', 'dataflow.notEnabled'],
		['delete', 'by ID', 'adobe.dataflowUnknown'],
		['delete', 'by name', 'dataflow.nameUnknown'],
	])('receives nothing after %s, %s', async (operation, choice, code) => {
		const { flowId } = await prepare();
		const dataflow =
			choice === 'by ID' ? { mode: 'id', value: flowId } : { mode: 'name', value: NAME };
		expect(await send(dataflow)).toBe('accepted');
		const before = (await adobe.control.records()).length;
		await run('dataflow', operation, { dataflow: { __rl: true, mode: 'id', value: flowId } });
		expect(await send(dataflow)).toBe(code);
		expect(await adobe.control.records()).toHaveLength(before);
	});

	it('receives nothing before it is ready again after Disable and Enable', async () => {
		const { flowId } = await prepare();
		const dataflow = { mode: 'id', value: flowId };
		expect(await send(dataflow)).toBe('accepted');
		const locator = { dataflow: { __rl: true, mode: 'id', value: flowId } };
		await run('dataflow', 'disable', locator);
		await run('dataflow', 'enable', locator);
		time.reset();
		expect(await send(dataflow)).toBe('accepted');
		expect(time.waitedMs()).toBeGreaterThan(200_000);
	});

	it('receives nothing after Remove', async () => {
		await run('chatlioSource', 'setUp', { name: 'Chatlio', createNamespaces: true });
		const dataflow = { mode: 'name', value: NAME };
		// Waits until it is ready, and then reads its state again.
		expect(await send(dataflow)).toBe('accepted');
		expect(await send(dataflow)).toBe('accepted');
		await run('chatlioSource', 'remove', { name: 'Chatlio', confirmName: 'Chatlio' });
		expect(await send(dataflow)).toBe('dataflow.nameUnknown');
	});
});
