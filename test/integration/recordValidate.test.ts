import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import type { Problem } from '../../lib/problem/problem';
import { fieldGroupOf } from '../../lib/xdm/schema/customFieldGroup';
import { event } from '../emulator/http';
import { runOperation } from '../harness/experiencePlatform';
import { chosen } from './operationCases/types';

const OWN_FIELDS = [
	{ path: 'test.ahead', type: 'string' },
	{ path: 'test.zip', type: 'string' },
];

/** The fields, one of them with a pattern that only Adobe's validation can read. */
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
const MISSING = 'Fill the field in.';
const person = (map: object) => event('p', { identityMap: map }) as IDataObject;
const email = (more: object = {}) => [{ id: 'a@example.com', primary: true, ...more }];

describe('Record: Validate', () => {
	it('passes valid items unchanged and lists what is wrong with the others', async () => {
		const { output, error } = await validate([event('good'), bad]);
		expect(error).toBeUndefined();
		const [good, wrong] = output();
		expect(good).toEqual({ json: event('good'), pairedItem: { item: 0 } });
		expect(wrong.pairedItem).toEqual({ item: 1 });
		expect(wrong.json).toEqual({
			...bad,
			problem: {
				code: 'record.schemaMismatch',
				message:
					'The record does not match its schema: timestamp: required key [timestamp] not found',
				advice: `${MISSING} 1 more is listed.`,
				retry: 'never',
				field: 'timestamp',
				violations: [
					{
						field: 'timestamp',
						rule: 'required key [timestamp] not found',
						fix: MISSING,
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

	it('repeats a long value only at its beginning', async () => {
		const timestamp = 'x'.repeat(200_000);
		const { output } = await validate([event('long', { timestamp })]);
		const problem = output(0)[0].json.problem as unknown as Problem;
		expect(problem.code).toBe('record.schemaMismatch');
		expect(JSON.stringify(problem).length).toBeLessThan(3_000);
	});

	it('sends invalid items to the error output if the node has one', async () => {
		const node = { onError: 'continueErrorOutput' } as const;
		const { output } = await validate([bad, event('good')], { node });
		expect(output(0).map(({ json }) => json)).toEqual([event('good')]);
		expect(output(1)).toEqual([
			{
				json: { ...bad, problem: expect.objectContaining({ code: 'record.schemaMismatch' }) },
				pairedItem: { item: 0 },
			},
		]);
	});

	it('ignores what earlier nodes said about the item, so that a corrected item is valid', async () => {
		const earlier = {
			problem: { code: 'record.schemaMismatch' },
			delivery: { status: 'rejected' },
			validation: { notChecked: [] },
		};
		const { output } = await validate([{ ...event('good'), ...earlier }]);
		expect(output()[0].json).toEqual(event('good'));
		const { output: again } = await validate([{ ...bad, problem: 'old', delivery: 'old' }]);
		expect(again()[0].json).toEqual({
			...bad,
			problem: expect.objectContaining({
				violations: [
					expect.objectContaining({ field: 'timestamp' }),
					expect.objectContaining({ field: 'workEmail' }),
				],
			}),
		});
	});

	it('reads the schema once, sends no record and has no rate limit', async () => {
		const before = await emulator.control.requests();
		await validate(Array.from({ length: 200 }, (_, index) => event(`e${index}`)));
		const asked = (await emulator.control.requests()).slice(before.length);
		const paths = asked.map(({ method, path }) => `${method} ${path}`);
		expect(paths.filter((path) => path.includes('/schemaregistry/'))).toHaveLength(1);
		expect(paths.filter((path) => path.includes('/collection/'))).toEqual([]);
	});

	it('checks what would be sent: the record in a field', async () => {
		const items = [{ record: event('good') }, { other: 1 }];
		const node = { onError: 'continueErrorOutput' } as const;
		const { output } = await validate(items, { options: { recordField: 'record' }, node });
		expect(output(0).map(({ json }) => json)).toEqual([items[0]]);
		expect(output(1)[0].json).toEqual({
			other: 1,
			problem: {
				code: 'record.notJson',
				message: 'The record cannot be written as JSON',
				advice: expect.stringContaining('plain JSON'),
				retry: 'never',
			},
		});
	});

	it('names what Profile would drop without notice, if the schema is enabled for Profile', async () => {
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
				.map(({ json }) => (json.problem as unknown as Problem | undefined)?.message ?? 'valid');
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

	it('names the patterns that only Adobe can check, in the item and in a hint', async () => {
		const own = (fields: object) =>
			event('own', { [`_${patterned.tenantId}`]: { test: fields } }) as IDataObject;
		const items = [own({ ahead: 'b', zip: '12345' }), own({ ahead: 'b', zip: '1' }), own({})];
		const { output, hints } = await validate(items, { flow: patterned });
		const field = `_${patterned.tenantId}.test.ahead`;
		const why = 'only Adobe can read this pattern';
		const notChecked = [{ field, pattern: '^(?=a)', why }];
		const advice =
			'Only Adobe checks it: send such a record with Options > Validate Synchronously to see its answer.';
		const [fits, wrong, without] = output().map(({ json }) => json);
		expect(fits).toEqual({
			...items[0],
			validation: { notChecked, advice },
		});
		expect(wrong).toEqual({
			...items[1],
			problem: expect.objectContaining({
				code: 'record.schemaMismatch',
				retry: 'never',
				violations: [
					expect.objectContaining({ rule: 'string [1] does not match pattern ^\\d{5}$' }),
				],
			}),
			validation: { notChecked, advice },
		});
		expect(without).toEqual(items[2]);
		expect(hints).toEqual([
			`The pattern of a field was not checked here: ${field} (${why}). ${advice}`,
		]);
	});
});
