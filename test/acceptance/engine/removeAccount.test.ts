import type { IDataObject, INodeParameters, NodeApiError, OnError } from 'n8n-workflow';
import type { FaultAction } from '../../../emulator/control/faults.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { Problem } from '../../../lib/problem/problem';
import type { Removal } from '../../../lib/setup/remove';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { until } from '../../harness/until.mts';

skipWaits();

let emulator: Emulator;

beforeAll(async () => (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

interface Run {
	parameters?: INodeParameters;
	onError?: OnError;
	started?: (stop: () => void) => void;
	told?: (text: string) => void;
}

async function run(operation: string, { parameters = {}, onError, ...rest }: Run = {}) {
	const {
		output,
		error,
		run: execution,
	} = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: {
			resource: 'chatlioSource',
			operation,
			name: 'Shop',
			...(operation === 'remove' && { confirmName: 'Shop' }),
			...parameters,
		},
		credentials: { [ADOBE]: adobeRow(emulator.url) },
		input: [{ json: { mine: 1 } }],
		node: { onError },
		...rest,
	});
	const rowsOf = (index: number) => output(index).map(({ json }) => json as unknown as Row);
	return { error, status: execution.status, done: rowsOf(0), failed: rowsOf(1) };
}

type Row = Removal & { mine?: number; problem?: Problem };

const setUp = async (parameters: INodeParameters = { createNamespaces: true }) => {
	const { error } = await run('setUp', { parameters });
	expect(error).toBeUndefined();
};

const remove = async (more: Run = {}) =>
	await run('remove', { onError: 'continueErrorOutput', ...more });

/** The outcome of each kind of resource; a word for each if they differ. */
const outcomes = (rows: Row[]) =>
	Object.fromEntries(
		[...new Set(rows.map(({ kind }) => kind))].map((kind) => {
			const ofKind = rows.filter((row) => row.kind === kind).map(({ outcome }) => outcome);
			return [kind, [...new Set(ofKind)].join(', ')];
		}),
	);

/** Without the labels of fields: there are many of the same kind. */
const withoutLabels = (rows: Row[]) => rows.filter(({ kind }) => kind !== 'usage label');

const failDelete = async (path: string, action: FaultAction, times = 0, nth = 1) =>
	await emulator.control.fault({ match: { method: 'DELETE', path, nth }, times, action });

const KINDS = [
	'dataflow',
	'target connection',
	'source connection',
	'base connection',
	'dataset',
	'schema',
	'field group',
	'identity namespace',
];

/** Expects that a second run deletes what is left, and that a third finds nothing to delete. */
async function expectSecondRunContinues() {
	await emulator.control.clearFaults();
	const { done, failed } = await remove();
	expect(failed).toEqual([]);
	expect(Object.values(outcomes(done))).toContain('removed');
	expect(outcomes((await remove()).done)).toEqual({ 'identity namespace': 'not deletable' });
}

describe('a dataset that Adobe does not delete', () => {
	it.each([400, 409, 423, 403])(
		'leaves an account of what is gone and what is not: %d',
		async (status) => {
			await setUp();
			await failDelete('/dataSets/', { status, body: { title: 'It is locked.' } });
			const { done, failed, error } = await remove();
			expect(error).toBeUndefined();
			expect(outcomes(done)).toEqual({
				dataflow: 'removed',
				'target connection': 'removed',
				'source connection': 'removed',
				'base connection': 'removed',
				'usage label': 'kept',
				'identity namespace': 'not deletable',
			});
			expect(outcomes(failed)).toEqual({
				dataset: 'kept',
				schema: 'not tried',
				'field group': 'not tried',
			});
			const [dataset, schema] = failed;
			expect(dataset.reason).toContain(`status ${status}`);
			expect(dataset.problem).toMatchObject({
				status,
				advice: expect.stringContaining('It is locked'),
			});
			expect(schema).toMatchObject({
				mine: 1,
				reason: 'The dataset "Shop Events" needs it and still exists',
				problem: { status },
			});
			await expectSecondRunContinues();
		},
	);
});

describe('whatever happens, every resource has one row, and a second run continues:', () => {
	it.each<[string, string, FaultAction, number, Record<string, string>]>([
		[
			'a 500 for the dataflow',
			'/flows/',
			{ status: 500 },
			0,
			{ dataflow: 'unknown', dataset: 'not tried' },
		],
		[
			'a lost connection to the dataset',
			'/dataSets/',
			{ dropConnection: 'before' },
			0,
			{ dataset: 'unknown', schema: 'not tried' },
		],
		[
			'a 401 for a connection',
			'/sourceConnections/',
			{ status: 401 },
			0,
			{ 'base connection': 'not tried', dataset: 'removed' },
		],
		[
			'a 429 that does not end',
			'/targetConnections/',
			{ status: 429 },
			0,
			{ 'target connection': 'kept', 'source connection': 'removed', dataset: 'not tried' },
		],
		['a 500 for the schema', '/schemas/', { status: 500 }, 0, { 'field group': 'not tried' }],
		['a 423 for the schema', '/schemas/', { status: 423 }, 0, { schema: 'kept' }],
	])('%s', async (_, path, action, times, expected) => {
		await setUp();
		await failDelete(path, action, times);
		const { done, failed, error } = await remove();
		expect(error).toBeUndefined();
		const rows = [...done, ...failed];
		expect(
			withoutLabels(rows)
				.map(({ kind }) => kind)
				.sort(),
		).toEqual([...KINDS].sort());
		expect(outcomes(rows)).toMatchObject(expected);
		expect(failed.length).toBeGreaterThan(0);
		for (const { outcome, reason, problem } of failed) {
			expect(['kept', 'unknown', 'not tried']).toContain(outcome);
			expect(reason).toMatch(/\S/);
			expect(problem?.code).toMatch(/^adobe\./);
		}
		for (const row of done) expect(row).not.toHaveProperty('problem');
		await expectSecondRunContinues();
	});

	it('a dataset of which Adobe does not say whether it has data', async () => {
		await setUp();
		await emulator.control.fault({
			match: { path: '/batches' },
			times: 0,
			action: { status: 500 },
		});
		const { done, failed } = await remove();
		expect(outcomes(done)).toMatchObject({ dataflow: 'removed' });
		expect(outcomes(failed)).toEqual({
			dataset: 'not tried',
			schema: 'not tried',
			'field group': 'not tried',
		});
		await expectSecondRunContinues();
	});

	it('one of five dataflows: the other four are deleted', async () => {
		const direct = { deliveryRoute: 'direct', source: 'httpApi', createNamespaces: true };
		await setUp(direct);
		await failDelete('/flows/', { status: 409 }, 1);
		const { done, failed } = await remove();
		expect(done.filter(({ kind }) => kind === 'dataflow')).toHaveLength(4);
		expect(failed.filter(({ kind }) => kind === 'dataflow')).toHaveLength(1);
		expect(outcomes(failed)).toMatchObject({ 'source connection': 'not tried' });
		// Also what is only listed, and never deleted.
		expect(outcomes(done)).toMatchObject({ 'mapping set': 'not deletable' });
	});
});

describe('nothing that went wrong looks right', () => {
	it('without an error output, the node fails with the whole account', async () => {
		await setUp();
		await failDelete('/dataSets/', { status: 409 });
		const { error } = await remove({ onError: undefined });
		expect(error?.message).toMatch(/^Could not delete the dataset "Shop Events": Adobe answered/);
		const { description, httpCode } = error as NodeApiError;
		expect(httpCode).toBe('409');
		expect(description).toContain('dataflow "Shop XDM" (removed)');
		expect(description).toContain('dataset "Shop Events" (kept)');
		expect(description).toContain('schema "Shop Events" (not tried)');
		expect(description).toMatch(/Run it again: it continues from there\.$/);
	});

	it('with one output, every row is on it, the failed ones with their problem', async () => {
		await setUp();
		await failDelete('/dataSets/', { status: 409 });
		const { done, failed } = await remove({ onError: 'continueRegularOutput' });
		expect(failed).toEqual([]);
		expect(withoutLabels(done)).toHaveLength(KINDS.length);
		const withProblem = done.filter(({ problem }) => problem).map(({ kind }) => kind);
		expect(withProblem).toEqual(['dataset', 'schema', 'field group']);
	});

	it('what is kept on purpose is no failure', async () => {
		await setUp({ createNamespaces: true, profile: true });
		const { done, failed } = await remove();
		expect(failed).toEqual([]);
		expect(outcomes(done)).toMatchObject({ schema: 'kept', 'field group': 'kept' });
	});

	it('what cannot be listed is no account: nothing is deleted', async () => {
		await setUp();
		await emulator.control.fault({
			match: { method: 'GET', path: '/mappingSets' },
			times: 0,
			action: { status: 500 },
		});
		const { done, failed } = await remove();
		expect(done).toEqual([]);
		expect(failed).toEqual([
			{ mine: 1, problem: expect.objectContaining({ code: 'adobe.unavailable' }) },
		]);
		const requests = await emulator.control.requests('/data/');
		expect(requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
		await emulator.control.clearFaults();
		await expectSecondRunContinues();
	});
});

it('a lost answer to a deletion that Adobe carried out counts as removed', async () => {
	await setUp();
	await failDelete('/dataSets/', { dropConnection: 'after' }, 1);
	const { done, failed } = await remove();
	expect(failed).toEqual([]);
	expect(outcomes(done)).toMatchObject({ dataset: 'removed', 'field group': 'removed' });
});

it('a stopped execution deletes nothing more, and a second run continues', async () => {
	await setUp();
	await failDelete('/flows/', { delayMs: 60_000 }, 1);
	let stop = () => {};
	const told: string[] = [];
	const running = remove({ started: (cancel) => (stop = cancel), told: (text) => told.push(text) });
	const deletes = async () =>
		(await emulator.control.requests('/data/')).filter(({ method }) => method === 'DELETE').length;
	await until('the first deletion', async () => (await deletes()) > 0);
	stop();
	await running;
	await until('the account', () => told.length > 0);
	// Stopping ends the request that is under way.
	expect(told.join(' ')).toMatch(
		/^The execution was stopped\. .*dataflow "Shop XDM" \(unknown\), .*dataset "Shop Events" \(not tried\)/,
	);
	expect(await deletes()).toBe(1);
	await expectSecondRunContinues();
});

/** The fields of the input item are on the rows of the error output, as on every item there. */
it('every failed row is linked to its input item', async () => {
	await setUp();
	await failDelete('/dataSets/', { status: 409 });
	const { failed } = await remove();
	expect(failed.map((row) => (row as unknown as IDataObject).mine)).toEqual([1, 1, 1]);
});
