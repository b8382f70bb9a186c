import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { event, http, message } from '../../emulator/http';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { chosen } from '../../integration/operationCases/types';

skipWaits();

const HOUR_MS = 3_600_000;

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());
beforeEach(async () => {
	await resetEmulator(emulator);
	flow = await prepareDataflow(emulator.url, { name: 'Chat', format: 'xdm', authenticated: false });
	await emulator.control.ageFlow(flow.flowId);
});

/** A row of the ledger. */
interface Entry {
	recordId: string;
	/** In ms since 1970. */
	at: number;
}

const batchUrl = () => flow.inletUrl.replace('/collection/', '/collection/batch/');

/** Sends records as one request and returns the rows of a ledger: Adobe accepts all of them. */
async function send(ids: string[], extra: object = {}): Promise<Entry[]> {
	const messages = ids.map((id) => message(flow, event(id, extra)));
	const { status, data } = await http.post<{ responses?: IDataObject[] }>(batchUrl(), { messages });
	expect([status, data.responses?.length]).toEqual([207, ids.length]);
	const at = Date.now();
	return ids.map((recordId) => ({ recordId, at }));
}

/** Adobe accepts them and drops them, as it does for a while after a change of the dataflow. */
async function sendInVain(ids: string[]): Promise<Entry[]> {
	await emulator.control.setFlowState(flow.flowId, 'disabled');
	const entries = await send(ids);
	await emulator.control.setFlowState(flow.flowId, 'enabled');
	return entries;
}

const INVALID = { shoeSize: 43 };

const idsOf = (start: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${start}-${index}`);

/** Makes everything that was sent older; returns the entries with their new times. */
async function grow(entries: Entry[], ms: number): Promise<Entry[]> {
	await emulator.control.settled(0);
	await emulator.control.ageRecords(ms);
	return entries.map(({ recordId, at }) => ({ recordId, at: at - ms }));
}

interface Row extends IDataObject {
	reconciliation: {
		status: string;
		recordId: string;
		accepted: number;
		rejected: number;
		batchId?: string;
		record?: IDataObject;
		period?: { from: string; accepted: number; arrived: number; missing: number };
	} & IDataObject;
}

/** A row of a ledger with more fields, or with another field for its time. */
type Input = { recordId: string; at?: number } & IDataObject;

async function reconcile(entries: Array<Entry | Input>, parameters: INodeParameters = {}) {
	const { output, error, hints } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: {
			resource: 'dataset',
			operation: 'reconcile',
			dataset: chosen(flow.datasetId),
			dataflow: chosen(flow.flowId),
			recordId: '={{ $json.recordId }}',
			acceptedAt: '={{ $json.acceptedAt }}',
			...parameters,
		},
		credentials: { [ADOBE]: adobeRow(emulator.url) },
		input: entries.map(({ at, ...more }) => ({
			json: { ...more, acceptedAt: at === undefined ? '' : new Date(at).toISOString() },
		})),
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	const rows = output().map(({ json }) => json as Row);
	const ofStatus = (status: string) =>
		rows
			.map(({ reconciliation }) => reconciliation)
			.filter((each) => each.status === status)
			.map(({ recordId }) => recordId)
			.sort();
	return { rows, items: output(), failed: output(1).map(({ json }) => json), hints, ofStatus };
}

describe('Reconcile', () => {
	it('names 24 periods in which records are missing, and says how many more there are', async () => {
		const entries = Array.from({ length: 27 }, (_, index) => ({
			recordId: `lost-${index}`,
			at: Date.now() - (index + 3) * HOUR_MS,
		}));
		const { hints, rows } = await reconcile(entries);
		expect(rows.filter(({ reconciliation: { period } }) => period?.missing === 1)).toHaveLength(27);
		expect(hints).toHaveLength(25);
		expect(hints.at(-1)).toBe(
			'Records are missing in 3 more periods: see reconciliation.period of the items.',
		);
	});

	it('names what failed, counts what did not arrive, and raises no false alarm', async () => {
		const good = idsOf('good', 962);
		const bad = idsOf('bad', 20);
		const swallowed = idsOf('swallowed', 5);
		const twice = idsOf('twice', 3);
		const young = idsOf('young', 10);

		let ledger = [...(await send(good)), ...(await send(bad, INVALID))];
		ledger = [...ledger, ...(await sendInVain(swallowed))];
		// In the middle of an hour: at its edge, records can count in the next one.
		ledger = await grow(ledger, 3 * HOUR_MS + (Date.now() % HOUR_MS) - HOUR_MS / 2);
		// In another hour, n8n got no answer the first time and sent them again.
		await send(twice);
		ledger = await grow([...ledger, ...(await send(twice))], 3 * HOUR_MS);
		ledger = [...ledger, ...(await send(young))];

		const { rows, ofStatus, hints } = await reconcile(ledger);
		expect(rows).toHaveLength(1_000);
		expect(ofStatus('failed')).toEqual([...bad].sort());
		expect(ofStatus('tooEarly')).toEqual([...young].sort());
		expect(ofStatus('noObjection')).toEqual([...good, ...swallowed, ...twice].sort());
		for (const { reconciliation, problem } of rows) {
			if (reconciliation.status !== 'failed') {
				expect(problem).toBeUndefined();
				continue;
			}
			expect(problem).toMatchObject({ code: 'record.notStored' });
			expect(reconciliation.record).toMatchObject({ _id: reconciliation.recordId, ...INVALID });
		}
		expect(hints).toEqual([
			expect.stringMatching(
				/^At least 5 of the 987 records that Adobe accepted from \S+ to \S+ did not arrive: the dataflow read 982\. /,
			),
		]);
		const periodOf = (id: string) =>
			rows.find(({ reconciliation }) => reconciliation.recordId === id)!.reconciliation.period;
		for (const id of swallowed) expect(periodOf(id)).toMatchObject({ missing: 5, tooEarly: false });
		for (const id of twice) expect(periodOf(id)).toMatchObject({ missing: 0, tooEarly: false });
		for (const id of young) expect(periodOf(id)).toMatchObject({ missing: 0, tooEarly: true });
	});

	it('counts a record that was corrected and sent again once', async () => {
		const [first] = await grow(await send(['a'], INVALID), 5 * HOUR_MS);
		const [second] = await grow(await send(['a']), 3 * HOUR_MS);
		const entries = [{ ...first, at: first.at - 3 * HOUR_MS }, second];
		const { rows, items } = await reconcile(entries);
		expect(rows).toHaveLength(1);
		expect(rows[0].reconciliation).toMatchObject({
			status: 'noObjection',
			accepted: 2,
			rejected: 1,
		});
		expect(rows[0]).not.toHaveProperty('problem');
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('names a record that failed again after it was sent again', async () => {
		const [first] = await grow(await send(['a'], INVALID), 5 * HOUR_MS);
		const [second] = await grow(await send(['a'], INVALID), 3 * HOUR_MS);
		const { ofStatus } = await reconcile([{ ...first, at: first.at - 3 * HOUR_MS }, second]);
		expect(ofStatus('failed')).toEqual(['a']);
	});

	it('waits for a record that was sent again a moment ago', async () => {
		const [first] = await grow(await send(['a'], INVALID), 5 * HOUR_MS);
		const [second] = await send(['a']);
		expect((await reconcile([first, second])).ofStatus('tooEarly')).toEqual(['a']);
	});

	it('compares no numbers without a dataflow', async () => {
		const ledger = await grow(await sendInVain(['a']), 5 * HOUR_MS);
		const { rows, hints } = await reconcile(ledger, { dataflow: chosen('') });
		expect(rows[0].reconciliation).toMatchObject({ status: 'noObjection' });
		expect(rows[0].reconciliation).not.toHaveProperty('period');
		expect(hints).toEqual([]);
	});

	it('counts an hour of which nothing arrived', async () => {
		const ledger = await grow(await sendInVain(['a', 'b']), 5 * HOUR_MS);
		const { rows } = await reconcile(ledger);
		expect(rows[0].reconciliation.period).toMatchObject({ accepted: 2, arrived: 0, missing: 2 });
	});

	it.each<[string, INodeParameters, string]>([
		['without an ID', { recordId: '={{ $json.none }}' }, 'setting.expressionEmpty'],
		['without a time', { acceptedAt: '={{ $json.none }}' }, 'setting.expressionEmpty'],
		['with a text that is not a time', { acceptedAt: 'soon' }, 'setting.invalid'],
	])('fails for a row %s', async (_, parameters, code) => {
		const { rows, failed } = await reconcile(await send(['a']), parameters);
		expect(rows).toEqual([]);
		expect(failed[0].problem).toMatchObject({ code });
	});

	it.each([8.64e15, 1e16, -1e15, 1_769_860_800, Date.now() + 2 * 24 * HOUR_MS])(
		'fails for the row with the impossible time %d alone',
		async (time) => {
			const [good, bad] = await grow(await send(['good', 'bad']), 3 * HOUR_MS);
			const input = [good, { ...bad, at: undefined, time }];
			const acceptedAt = '={{ $json.time ?? $json.acceptedAt }}';
			const { rows, failed } = await reconcile(input, { acceptedAt });
			expect(rows.map(({ reconciliation }) => reconciliation.recordId)).toEqual(['good']);
			expect(failed).toEqual([
				expect.objectContaining({ problem: expect.objectContaining({ code: 'setting.invalid' }) }),
			]);
		},
	);

	it('counts a row of the ledger that was written twice once', async () => {
		const [entry] = await grow(await send(['a'], INVALID), 3 * HOUR_MS);
		const { rows, items } = await reconcile([entry, entry]);
		expect(rows).toHaveLength(1);
		expect(rows[0].reconciliation).toMatchObject({ status: 'failed', accepted: 1, rejected: 1 });
		expect(rows[0].reconciliation.period).toMatchObject({ accepted: 1, missing: 0 });
		expect(items[0].pairedItem).toEqual([{ item: 0 }, { item: 1 }]);
	});

	it('counts two transactions of the same moment as two', async () => {
		const [entry] = await grow(await send(['a']), 3 * HOUR_MS);
		const twice = ['x:1', 'x:2'].map((xactionId) => ({ ...entry, xactionId }));
		expect((await reconcile(twice)).rows[0].reconciliation).toMatchObject({ accepted: 2 });
	});

	it('names the dataflow of a period', async () => {
		const { rows } = await reconcile(await send(['a']));
		expect(rows[0].reconciliation.period).toMatchObject({ flowId: flow.flowId });
	});

	it('takes a dataflow by its name', async () => {
		const ledger = await grow(await send(['a', 'b']), 3 * HOUR_MS);
		const dataflow = { __rl: true, mode: 'name', value: 'Chat' };
		const { rows, hints } = await reconcile(ledger, { dataflow });
		expect(rows[0].reconciliation.period).toMatchObject({ accepted: 2, missing: 0 });
		expect(hints).toEqual([]);
	});

	it.each<[string, INodeParameters, string]>([
		[
			'a dataset that does not exist',
			{ dataset: chosen('5c8c3c555033b814b69f947f') },
			'adobe.notFound',
		],
		[
			'a dataflow that does not exist',
			{ dataflow: chosen('6fc09b53-c24f-4a6c-9ca2-c6076b0842b6') },
			'adobe.dataflowUnknown',
		],
		[
			'a dataflow whose expression gives nothing',
			{ dataflow: { __rl: true, mode: 'id', value: '={{ $json.none }}' } },
			'setting.expressionEmpty',
		],
	])('finds nothing good in %s', async (_, parameters, code) => {
		const { rows, failed } = await reconcile(await send(['a'], INVALID), parameters);
		expect(rows).toEqual([]);
		expect(failed[0].problem).toMatchObject({ code });
	});

	it('says that the dataflow writes to another dataset', async () => {
		const other = { name: 'Sales', format: 'xdm' as const, authenticated: false };
		const { datasetId } = await prepareDataflow(emulator.url, other);
		const { failed } = await reconcile(await send(['a']), { dataset: chosen(datasetId) });
		expect(failed[0].problem).toMatchObject({
			code: 'setting.conflict',
			message: expect.stringContaining('The dataflow "Chat" writes to another dataset'),
		});
	});

	it('finds a failure if the clock of n8n is ahead', async () => {
		const ledger = await grow(await send(['a'], INVALID), 3 * HOUR_MS);
		const ahead = ledger.map(({ recordId, at }) => ({ recordId, at: at + 10_000 }));
		expect((await reconcile(ahead)).ofStatus('failed')).toEqual(['a']);
	});

	it('takes a failure before the ledger for no failure of what is in it', async () => {
		await grow(await send(['a'], INVALID), HOUR_MS);
		const older = await grow(await send(['other']), HOUR_MS);
		await emulator.control.settled(0);
		const ledger = await grow([...older, ...(await send(['a']))], 3 * HOUR_MS);
		const { ofStatus } = await reconcile([
			{ recordId: 'other', at: ledger[0].at - 3 * HOUR_MS },
			ledger[1],
		]);
		expect(ofStatus('failed')).toEqual([]);
	});

	it('fails for every row if Adobe does not list its failures', async () => {
		const ledger = await send(['a', 'b']);
		await emulator.control.fault({
			match: { path: '/batches' },
			times: 0,
			action: { status: 403 },
		});
		const { rows, failed } = await reconcile(ledger);
		expect(rows).toEqual([]);
		expect(failed.map(({ problem }) => (problem as IDataObject).code)).toEqual([
			'adobe.noPermission',
			'adobe.noPermission',
		]);
	});
});
