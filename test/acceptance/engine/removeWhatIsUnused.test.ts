import type { INodeParameters } from 'n8n-workflow';
import type { FaultAction } from '../../../emulator/control/faults.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { Problem } from '../../../lib/problem/problem';
import type { Removal } from '../../../lib/setup/remove';
import { ADOBE, adobeRow, resetEmulator } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { chosen } from '../../integration/operationCases/types';
import { skipWaits } from '../../harness/skippedWaits';

skipWaits();

let emulator: Emulator;

beforeAll(async () => (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());
beforeEach(async () => await resetEmulator(emulator));

type Row = Removal & { problem?: Problem };

async function operate(operation: string, parameters: INodeParameters = {}) {
	const { output, error } = await runNode({
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
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	const rowsOf = (index: number) => output(index).map(({ json }) => json as unknown as Row);
	return { done: rowsOf(0), failed: rowsOf(1) };
}

const setUp = async (parameters: INodeParameters = {}) => {
	expect((await operate('setUp', { createNamespaces: true, ...parameters })).failed).toEqual([]);
};

const setUpDirect = async () => await setUp({ deliveryRoute: 'direct', source: 'httpApi' });

const remove = async () => await operate('remove');

const failDelete = async (path: string, action: FaultAction, times = 0, nth = 1) =>
	await emulator.control.fault({ match: { method: 'DELETE', path, nth }, times, action });

const ofKind = (rows: Row[], kind: string) => rows.filter((row) => row.kind === kind);

describe('Remove leaves only what a resource that still exists uses', () => {
	it.each<[string, FaultAction]>([
		['a 409', { status: 409 }],
		['a 423', { status: 423 }],
		['a 500', { status: 500 }],
	])('one of five dataflows answers with %s', async (_, action) => {
		await setUpDirect();
		await failDelete('/flows/', action, 1);
		// A reply that leaves it open is followed by a second attempt.
		if (action.status === 500) await failDelete('/flows/', action, 10);
		const { done, failed } = await remove();
		const [flow] = ofKind(failed, 'dataflow');
		const gone = ofKind(done, 'dataflow').length;
		for (const kind of ['source connection', 'target connection']) {
			expect(ofKind(done, kind)).toHaveLength(gone);
			expect(ofKind(failed, kind)).toHaveLength(5 - gone);
		}
		if (action.status === 500) return;
		expect(gone).toBe(4);
		for (const { name, reason, problem } of failed.slice(1, 3)) {
			expect(name).toMatch(new RegExp(`^${flow.name} (?:Source|Target)$`));
			expect(reason).toBe(`The dataflow "${flow.name}" needs it and still exists`);
			expect(problem?.code).toMatch(/^adobe\./);
		}
		expect(failed.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
			'dataflow kept',
			'target connection not tried',
			'source connection not tried',
			'base connection not tried',
			'dataset not tried',
			'schema not tried',
			'field group not tried',
		]);
	});

	it.each([
		['/sourceConnections/', ['source connection', 'base connection']],
		['/targetConnections/', ['target connection', 'dataset', 'schema', 'field group']],
		['/connections/', ['base connection']],
		['/dataSets/', ['dataset', 'schema', 'field group']],
		['/schemas/', ['schema', 'field group']],
	])('%s always answers with 403', async (path, kinds) => {
		await setUp();
		await failDelete(path, { status: 403 });
		const { done, failed } = await remove();
		expect(failed.map(({ kind }) => kind)).toEqual(kinds);
		expect(failed.map(({ outcome }) => outcome)).toEqual([
			'kept',
			...kinds.slice(1).map(() => 'not tried'),
		]);
		const resources = done.filter(({ kind }) => kind !== 'usage label');
		expect(resources.filter(({ outcome }) => outcome === 'removed').length).toBe(7 - kinds.length);
	});
});

describe('a schema or a field group is kept without a problem only if it is needed', () => {
	it.each<[string, FaultAction]>([
		['a proxy’s page with 400', { status: 400, body: '<html><h1>Bad Request</h1></html>' }],
		[
			'a missing header',
			{
				status: 400,
				body: { error_code: '400003', message: 'header x-gw-ims-org-id is missing' },
			},
		],
		['a 409 about something else', { status: 409, body: { title: 'Another change is going on' } }],
		['a 422 without a reason', { status: 422, body: {} }],
	])('%s is a failure', async (_, action) => {
		await setUp();
		await failDelete('/schemas/', action);
		const { failed } = await remove();
		expect(failed.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
			'schema kept',
			'field group not tried',
		]);
		expect(failed[0].problem).toMatchObject({ status: action.status });
	});

	it('a field group, too', async () => {
		await setUp();
		await failDelete('/fieldgroups/', { status: 400, body: '<html>Blocked</html>' });
		const { failed } = await remove();
		expect(failed.map(({ kind }) => kind)).toEqual(['field group']);
		expect(failed[0].problem).toMatchObject({ status: 400 });
	});

	it('a schema that is enabled for Profile, and the field group that it contains', async () => {
		await setUp({ profile: true });
		const { done, failed } = await remove();
		expect(failed).toEqual([]);
		expect(ofKind(done, 'schema')).toEqual([
			expect.objectContaining({
				outcome: 'kept',
				reason: 'It is enabled for Profile: Adobe does not delete such a schema',
			}),
		]);
		expect(ofKind(done, 'field group')).toEqual([
			expect.objectContaining({ outcome: 'kept', reason: 'What is kept needs it' }),
		]);
	});

	it('a schema of another dataset', async () => {
		const [row] = (await operate('setUp', { createNamespaces: true })).done;
		const { schemaId } = row as unknown as { schemaId: string };
		const other = { resource: 'dataset', name: 'Other', schema: chosen(schemaId) };
		expect((await operate('create', other)).failed).toEqual([]);
		const { done, failed } = await remove();
		expect(failed).toEqual([]);
		expect(ofKind(done, 'schema')).toMatchObject([
			{ outcome: 'kept', reason: 'The dataset "Other" uses it' },
		]);
	});

	it('a schema of which Adobe does not say whether it is needed is a failure', async () => {
		await setUp({ profile: true, options: { labelPersonalData: false } });
		await emulator.control.fault({
			match: { method: 'GET', path: '/tenant/schemas/', nth: 2 },
			times: 0,
			action: { status: 403 },
		});
		const { failed } = await remove();
		expect(failed[0]).toMatchObject({ kind: 'schema', problem: { status: 400 } });
	});
});
