import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { fieldGroupOf } from '../../lib/xdm/fieldList';
import { event } from '../emulator/http';
import { runOperation } from '../harness/experiencePlatform';
import { chosen } from './operationCases/types';

const OWN_FIELDS = [
	{ path: 'test.ahead', type: 'string' },
	{ path: 'test.zip', type: 'string' },
];

/** The fields, one of them with a pattern that only Adobe's validation can follow. */
const withPatterns = (fieldGroup: object) =>
	JSON.parse(
		JSON.stringify(fieldGroup)
			.replace('"ahead":{', '"ahead":{"pattern":"^(?=a)",')
			.replace('"zip":{', '"zip":{"pattern":"^\\\\d{5}$",'),
	) as object;

let emulator: Emulator;
let plain: PreparedDataflow;
let profile: PreparedDataflow;
let patterned: PreparedDataflow;
beforeAll(async () => {
	emulator = await startEmulator();
	const common = { format: 'xdm', authenticated: false } as const;
	plain = await prepareDataflow(emulator.url, { name: 'Plain', ...common });
	profile = await prepareDataflow(emulator.url, { name: 'Profile', ...common, profile: true });
	patterned = await prepareDataflow(emulator.url, {
		name: 'Patterned',
		...common,
		fieldGroup: (tenantId) => withPatterns(fieldGroupOf(tenantId, 'Test', '', OWN_FIELDS)),
	});
});
afterAll(async () => await emulator.stop());

const validate = async (
	items: IDataObject[],
	{ flow = plain, options = {}, node = {} as Partial<INode> } = {},
) =>
	await runOperation(emulator.url, {
		resource: 'record',
		operation: 'validate',
		parameters: { schema: chosen(flow.schemaId), options: options as INodeParameters },
		items,
		node,
	});

const bad = event('bad', { workEmail: 'x', timestamp: null });
const person = (map: object) => event('p', { identityMap: map }) as IDataObject;
const email = (more: object = {}) => [{ id: 'a@example.com', primary: true, ...more }];

describe('Record: Validate', () => {
	it('lets valid items go on as they are and lists what is wrong with the others', async () => {
		const { output, error } = await validate([event('good'), bad]);
		expect(error).toBeUndefined();
		const [good, wrong] = output();
		expect(good).toEqual({ json: event('good'), pairedItem: { item: 0 } });
		expect(wrong.pairedItem).toEqual({ item: 1 });
		expect(wrong.json).toEqual({
			...bad,
			delivery: {
				status: 'notValid',
				reason: 'The record does not fit its schema: timestamp: expected type: String, found: Null',
				advice: 'Leave the field out: Adobe takes no null. 1 more are listed.',
				violations: [
					{
						field: 'timestamp',
						rule: 'expected type: String, found: Null',
						fix: 'Leave the field out: Adobe takes no null.',
					},
					{
						field: 'workEmail',
						rule: 'extraneous key [workEmail] is not permitted',
						fix: 'Remove the field, or add it to the schema.',
					},
				],
			},
		});
	});

	it('sends the others to the error output where the node has one', async () => {
		const node = { onError: 'continueErrorOutput' } as const;
		const { output } = await validate([bad, event('good')], { node });
		expect(output(0).map(({ json }) => json)).toEqual([event('good')]);
		expect(output(1)).toEqual([
			{
				json: { ...bad, delivery: expect.objectContaining({ status: 'notValid' }) },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('leaves an earlier account out, so that a corrected item is valid', async () => {
		const { output } = await validate([{ ...event('good'), delivery: { status: 'notValid' } }]);
		expect(output()[0].json).toEqual(event('good'));
		const { output: again } = await validate([{ ...bad, delivery: 'old' }]);
		expect(again()[0].json).toHaveProperty('delivery.violations.1.field', 'workEmail');
	});

	it('asks Adobe once for the schema, sends no record and knows no rate limit', async () => {
		const before = await emulator.control.requests();
		await validate(Array.from({ length: 200 }, (_, index) => event(`e${index}`)));
		const asked = (await emulator.control.requests()).slice(before.length);
		const paths = asked.map(({ method, path }) => `${method} ${path}`);
		expect(paths.filter((path) => path.includes('/schemaregistry/'))).toHaveLength(1);
		expect(paths.filter((path) => path.includes('/collection/'))).toEqual([]);
	});

	it('checks what would be sent: the record in a field, dates as text', async () => {
		const items = [{ record: event('good') }, { other: 1 }];
		const node = { onError: 'continueErrorOutput' } as const;
		const { output } = await validate(items, { options: { recordField: 'record' }, node });
		expect(output(0).map(({ json }) => json)).toEqual([items[0]]);
		expect(output(1)[0].json.refusal).toMatchObject({
			reason: 'The item has no record that can be written as JSON',
		});
	});

	it('tells what Profile would leave out without a word, of schemas that are for Profile', async () => {
		const items = [
			person({ Email: email() }),
			person({ email: email() }),
			person({ Email: email({ primary: false }) }),
			person({ Email: email(), ECID: email() }),
			{ ...person({ Email: email() }), eventType: 'x'.repeat(10_000) },
		];
		const rules = async (options: object, flow: PreparedDataflow) =>
			(await validate(items, { options, flow }))
				.output()
				.map(({ json }) => (json.delivery as { reason?: string } | undefined)?.reason ?? 'valid');
		expect(await rules({}, profile)).toEqual([
			'valid',
			expect.stringContaining(
				'identityMap.email: the organization has no identity namespace email',
			),
			expect.stringContaining('identityMap: none of the identities is primary'),
			expect.stringContaining('identityMap: 2 of the identities are primary'),
			expect.stringMatching(/\(record\): the event has \d+ bytes, Profile takes 10000/),
		]);
		expect(new Set(await rules({ profileRules: 'never' }, profile))).toEqual(new Set(['valid']));
		expect(new Set(await rules({}, plain))).toEqual(new Set(['valid']));
		expect(await rules({ profileRules: 'always' }, plain)).toContainEqual(
			expect.stringContaining('no identity namespace email'),
		);
	});

	it('names the patterns that it leaves to Adobe, in the item and in a hint', async () => {
		const own = (fields: object) =>
			event('own', { [`_${patterned.tenantId}`]: { test: fields } }) as IDataObject;
		const items = [own({ ahead: 'b', zip: '12345' }), own({ ahead: 'b', zip: '1' }), own({})];
		const { output, hints } = await validate(items, { flow: patterned });
		const field = `_${patterned.tenantId}.test.ahead`;
		const why = 'only Adobe can read this pattern';
		const notChecked = [{ field, pattern: '^(?=a)', why }];
		const [fits, wrong, without] = output().map(({ json }) => json);
		expect(fits).toEqual({
			...items[0],
			delivery: {
				status: 'notChecked',
				reason: `The pattern of ${field} was not checked: ${why}`,
				advice:
					'Only Adobe checks it: send such a record with Validate Synchronously to see its answer.',
				notChecked,
			},
		});
		expect(wrong.delivery).toMatchObject({
			status: 'notValid',
			violations: [{ rule: 'string [1] does not match pattern ^\\d{5}$' }],
			notChecked,
		});
		expect(without).toEqual(items[2]);
		expect(hints).toEqual([
			`The pattern of a field was not checked here: ${field} (${why}). Only Adobe checks it: send such a record with Validate Synchronously to see its answer.`,
		]);
	});
});
