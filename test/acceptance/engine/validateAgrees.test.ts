import fc from 'fast-check';
import { prepareDataflow, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { fieldGroupOf } from '../../../lib/xdm/schema/customFieldGroup';
import { schemaFields, type SchemaField } from '../../../lib/xdm/schema/schemaFields';
import { prepareRecord } from '../../../lib/streaming/prepareRecord';
import { toSentForm } from '../../../lib/streaming/sentForm';
import type { XdmSchema } from '../../../lib/xdm/validate/xdmSchema';
import { validateRecord } from '../../../lib/xdm/validate/validateRecord';
import type { Violation } from '../../../emulator/xdm/violations.mts';
import { event, http, message, platform } from '../../emulator/http';
import { webUrl } from '../../harness/arbitraries';

type Json = Record<string, unknown>;

interface Rejection {
	report: { cause: { _streamingValidation: Violation[] } };
}

/** Every type and format that exists, under the organization's own key. */
const OWN_FIELDS = [
	{ path: 'test.text', type: 'string' },
	{ path: 'test.choice', type: 'string', enum: ['a', 'b'] },
	{ path: 'test.int', type: 'integer' },
	{ path: 'test.long', type: 'long' },
	{ path: 'test.number', type: 'number' },
	{ path: 'test.yes', type: 'boolean' },
	{ path: 'test.day', type: 'date' },
	{ path: 'test.moment', type: 'date-time' },
	{ path: 'test.mail', type: 'email' },
	{ path: 'test.link', type: 'uri' },
	{ path: 'test.v4', type: 'ipv4' },
	{ path: 'test.v6', type: 'ipv6' },
	{ path: 'test.traits', type: 'map' },
	{ path: 'test.list', type: 'integer', array: true },
	{ path: 'test.mails', type: 'email', array: true },
];

/** Texts close to the formats: some are valid in one, none in all. */
const TEXTS = [
	'',
	'abc',
	'a',
	'2026-02-28',
	'2026-02-30',
	'0000-01-01',
	'2026-01-31T12:00:00Z',
	'2026-01-31T12:00:00.123456789+05:30',
	'2026-01-31T12:00:00.1234567891Z',
	'2026-01-31T24:00:00Z',
	'2026-01-31T12:00:60Z',
	'2026-01-31T12:00:00+19:00',
	'2026-01-31 12:00:00Z',
	'2026-01-31T12:00:00',
	'a@example.com',
	'a.b+c@sub.example.com',
	'.a@example.com',
	'a@example',
	'a@b@example.com',
	'"a b"@example.com',
	'a@-example.com',
	'https://example.com/pricing?a=b#c',
	'https://user:pw@example.com:8080/%20x',
	'https://example.com/%zz',
	'https://exa mple.com',
	'https://[2001:db8::1]/x',
	'https://[nonsense]/x',
	'http://example.com:port/',
	'mailto:a@example.com',
	'urn:isbn:0451450523',
	'//example.com/x',
	'/path/only',
	'http://example.com/#a#b',
	'http://',
	'x:',
	'://a',
	'203.0.113.7',
	'203.0.113.256',
	'203.0.113.7, 10.0.0.1',
	'2001:db8::7',
	'::1',
	'::ffff:10.0.0.1',
	'2001:db8::7::1',
	'US',
	'us',
	'US-CA',
	'California',
	'en-US',
	'en-US,en;q=0.9',
	'browser',
	'self',
];

const value = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
	{ weight: 2, arbitrary: fc.constantFrom(0, -1, 1.5, 200, -200, 3e9, -3e9, 1e17, 90.5) },
	{ weight: 1, arbitrary: fc.constantFrom(null, true, [], {}) },
	{ weight: 1, arbitrary: fc.constantFrom([null], [1, 'a'], { a: 1 }, { a: 'b' }, [['a']], [{}]) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
	{ weight: 1, arbitrary: webUrl },
	{ weight: 1, arbitrary: fc.emailAddress() },
	{ weight: 1, arbitrary: fc.ipV6() },
);

let emulator: Emulator;
let flow: PreparedDataflow;
let schema: XdmSchema;
let leaves: SchemaField[];

beforeAll(async () => {
	emulator = await startEmulator();
	await emulator.control.settings({ syncRequestsPerMinute: 100_000 });
	flow = await prepareDataflow(emulator.url, {
		name: 'Validation',
		format: 'xdm',
		authenticated: false,
		fieldGroup: (tenantId) => fieldGroupOf(tenantId, 'Test', '', OWN_FIELDS),
		fieldGroupRefs: [
			'https://ns.adobe.com/xdm/context/experienceevent-web',
			'https://ns.adobe.com/xdm/context/experienceevent-environment-details',
			'https://ns.adobe.com/xdm/context/experienceevent-channel',
			'https://ns.adobe.com/xdm/context/experienceevent-implementation-details',
		],
	});
	const api = await platform(emulator.url, {
		Accept: 'application/vnd.adobe.xed-full+json; version=1',
	});
	const path = `/data/foundation/schemaregistry/tenant/schemas/${encodeURIComponent(flow.schemaId)}`;
	schema = (await api.get<XdmSchema>(path)).data;
	leaves = schemaFields(schema);
});
afterAll(async () => await emulator.stop());

/** The fields that Adobe names, with their rules; at most five. */
async function fieldsAtAdobe(record: unknown): Promise<string[]> {
	const { status, data } = await http.post(
		`${flow.inletUrl}?syncValidation=true`,
		message(flow, record),
	);
	if (status === 200) return [];
	expect(status).toBe(400);
	return leavesOf((data as Rejection).report.cause._streamingValidation[0]).map(asText);
}

/** The message has the extraneous or missing key; the pointer ends at its parent. */
function asText({ pointerToViolation, message: rule }: Violation): string {
	const key = /^(?:extraneous|required) key \[(.*)\] (?:is not permitted|not found)$/s.exec(
		rule,
	)?.[1];
	const path = pointerToViolation
		.split('/')
		.slice(1)
		.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
	return `${[...path, key].filter(Boolean).join('.') || '(record)'}: ${rule}`;
}

const leavesOf = (violation: Violation): Violation[] =>
	violation.causingExceptions.length ? violation.causingExceptions.flatMap(leavesOf) : [violation];

function ourFields(record: unknown): string[] {
	const { violations, notChecked } = validateRecord(schema, record);
	expect(notChecked).toEqual([]);
	return violations.map(({ field, rule }) => `${field}: ${rule}`);
}

async function expectSame(record: unknown) {
	const [ours, theirs] = [ourFields(record), await fieldsAtAdobe(record)];
	if (theirs.length < 5) expect(new Set(ours)).toEqual(new Set(theirs));
	else expect(ours).toEqual(expect.arrayContaining(theirs));
	return theirs.length > 0;
}

/** Validate finds fault with a record exactly if Streaming does not send it or Adobe does not take what it sends. */
async function expectSameAsStreaming(record: Json) {
	const form = toSentForm(record, { dropNulls: true });
	if ('problem' in form) throw new Error(form.problem.message);
	expect(form.nullsDropped).toBeGreaterThan(0);
	const prepared = prepareRecord(() => record, {
		format: 'xdm',
		envelope: { prefix: '', suffix: '', bytes: 0 },
		maxBytes: 1_000_000,
		schemaBehavior: 'time-series',
	});
	const isTaken =
		'text' in prepared && (await fieldsAtAdobe(JSON.parse(prepared.text))).length === 0;
	expect(ourFields(form.value).length === 0).toBe(isTaken);
}

/** Puts a value at a field's path; in a list as its only element, in a map under the key k. */
function put(record: Json, path: string, entry: unknown): void {
	const steps = path.replaceAll('[]', '.0').replaceAll('*', 'k').split('.');
	let level: Json = record;
	steps.slice(0, -1).forEach((step, index) => {
		const inner = level[step];
		const isOpen = typeof inner === 'object' && inner !== null;
		if (!isOpen) level[step] = steps[index + 1] === '0' ? [] : {};
		level = level[step] as Json;
	});
	level[steps[steps.length - 1]] = entry;
}

/** A value that most fields of the type accept, but not those with a list of values or a pattern. */
const USUAL: Json = {
	string: 'browser',
	int: 5,
	long: 5_000_000_000,
	double: 1.5,
	boolean: true,
	date: '2026-02-28',
	'date-time': '2026-01-31T12:00:00Z',
	email: 'a@example.com',
	uri: 'https://example.com/a',
	'uri-reference': '/a',
	ipv4: '203.0.113.7',
	ipv6: '2001:db8::7',
};

const rarely = <Value>(some: fc.Arbitrary<Value>) =>
	fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: some });

const leaf = () => fc.constantFrom(...leaves);

const changes = () =>
	fc.oneof(
		fc.array(fc.tuple(leaf(), value), { maxLength: 4 }),
		fc.array(
			leaf().map((field): [SchemaField, unknown] => [field, USUAL[field.type]]),
			{ maxLength: 4 },
		),
	);

describe('Validate agrees with the emulator’s sync validation', () => {
	it('on 400 generated good and bad records, in verdict, fields and rules', async () => {
		let good = 0;
		let bad = 0;
		await fc.assert(
			fc.asyncProperty(
				changes(),
				rarely(fc.constantFrom('_id', 'timestamp')),
				rarely(fc.tuple(fc.constantFrom('workEmail', 'a/b', 'a~b', 'web'), value)),
				async (list, left, extra) => {
					const record: Json = event('e1');
					for (const [{ path }, entry] of list) put(record, path, entry);
					if (left) delete record[left];
					if (extra) record[extra[0]] = extra[1];
					if (await expectSame(record)) bad++;
					else good++;
				},
			),
			{ numRuns: 400 },
		);
		expect(good).toBeGreaterThan(50);
		expect(bad).toBeGreaterThan(50);
	}, 600_000);

	it('on every text of every format', async () => {
		for (const entry of TEXTS) {
			// One field a record: Adobe stops after five violations.
			for (const name of ['day', 'moment', 'mail', 'link', 'v4', 'v6']) {
				const record: Json = event('e2');
				put(record, `_${flow.tenantId}.test.${name}`, entry);
				await expectSame(record);
			}
		}
	}, 600_000);

	it.each<[string, Json]>([
		['in an object', { eventType: null }],
		['nested', { channel: { _type: null, mode: null } }],
		['in place of an object', { web: { webPageDetails: { name: null } }, channel: null }],
		['as _id', { _id: null }],
		['as timestamp', { timestamp: null }],
		['beside a value', { eventType: 'a', producedBy: null }],
	])('with Streaming on null %s', async (_, change) => {
		await expectSameAsStreaming({ ...event('n1'), ...change });
	});

	it.each([[[null]], [[1, null]], [[null, 'a']]])('with Streaming on the list %j', async (list) => {
		const record: Json = event('n2');
		put(record, `_${flow.tenantId}.test.list`, list);
		await expectSameAsStreaming(record);
	});

	it.each([null, [], 'text', 5, true])('that %j is not a record', async (record) => {
		expect(ourFields(record)).toEqual(await fieldsAtAdobe(record));
		expect(ourFields(record)).toHaveLength(1);
	});
});
