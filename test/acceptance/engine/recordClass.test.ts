import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { ADOBE, adobeRegistry, adobeRow, event } from '../../harness/adobe';
import { runNode } from '../../harness/n8n';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const PROFILE = 'https://ns.adobe.com/xdm/context/profile';
const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';
const RECORD = 'https://ns.adobe.com/xdm/data/record';
const TIME_SERIES = 'https://ns.adobe.com/xdm/data/time-series';
const DATE_TIME = '2025-01-31T12:00:00Z';

/** Schemas as the registry returns them. */
const SCHEMAS: Record<string, IDataObject> = {
	profile: { 'meta:class': PROFILE, 'meta:extends': [PROFILE, RECORD] },
	// A lookup schema: a class of the organization's own.
	product: {
		'meta:class': 'https://ns.adobe.com/acme/classes/product',
		'meta:extends': ['https://ns.adobe.com/acme/classes/product', RECORD],
	},
	event: { 'meta:class': EXPERIENCE_EVENT, 'meta:extends': [EXPERIENCE_EVENT, TIME_SERIES] },
	ownEvent: { 'meta:extends': ['https://ns.adobe.com/acme/classes/visit', TIME_SERIES] },
	bareProfile: { allOf: [{ $ref: PROFILE }] },
};

let stub: StubServer;
let schemaAnswer: StubAnswer;

beforeAll(async () => {
	stub = await stubServer(({ url, headers }) => {
		if (url.startsWith('/ims/')) {
			return { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } };
		}
		if (url.includes('/schemaregistry/')) return schemaAnswer;
		const [, kind] = /\/flowservice\/(\w+)\//.exec(url) ?? [];
		if (kind) return { body: { items: [flowEntities(`http://${headers.host}`)[kind]] } };
		const accepted = { xactionId: 'x' };
		const isBatch = url.includes('/batch');
		return isBatch ? { status: 207, body: { responses: [accepted] } } : { body: accepted };
	});
});
afterAll(async () => await stub.close());
beforeEach(() => stub.requests.splice(0));

let schemas = 0;

/** A schema of its own for each test, because the node remembers what it looked up. */
let schemaId: string;
beforeEach(() => {
	schemaId = `https://ns.adobe.com/acme/schemas/${(schemas += 1)}`;
});

const flowEntities = (url: string): Record<string, IDataObject> => ({
	flows: {
		id: FLOW_ID,
		name: 'Profiles',
		state: 'enabled',
		updatedAt: 1,
		imsOrgId: 'ACME@AdobeOrg',
		flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
		sourceConnectionIds: ['s1'],
		targetConnectionIds: ['t1'],
	},
	sourceConnections: { baseConnectionId: 'b1' },
	connections: {
		auth: { params: { inletUrl: `${url}/collection/1`, authenticationRequired: true } },
	},
	targetConnections: { params: { dataSetId: 'd1' }, data: { schema: { id: schemaId } } },
});

const toDataflow = (): INodeParameters => ({
	dataflow: { __rl: true, mode: 'id', value: FLOW_ID },
});

const toEndpoint = (more: INodeParameters = {}): INodeParameters => ({
	sendTo: 'endpoint',
	endpointUrl: `${stub.url}/collection/1`,
	recordFormat: 'xdm',
	datasetId: 'd1',
	schemaId,
	organizationId: 'ACME@AdobeOrg',
	...more,
});

const withCredential = () => toEndpoint({ authentication: 'adobe' });
const asRecords = () => toEndpoint({ options: { schemaBehavior: 'record' } });

let accounts = 0;

async function send(records: object[], parameters: INodeParameters) {
	const input = records.map((json): INodeExecutionData => ({ json: json as IDataObject }));
	const { output, error, hints } = await runNode({
		registry: adobeRegistry(),
		type: 'adobePlatformStreaming',
		parameters,
		// An account of its own for each run, because dataflows are remembered.
		credentials: { [ADOBE]: adobeRow(stub.url, { clientId: `record-class-${(accounts += 1)}` }) },
		input,
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return { accepted: output(0), failed: output(1), hints };
}

async function problemOf(record: object, parameters = toDataflow()) {
	const { failed } = await send([record], parameters);
	expect(failed).toHaveLength(1);
	const { problem, delivery } = failed[0].json as { problem: IDataObject; delivery: IDataObject };
	expect(delivery).toMatchObject({ status: 'notSent', attempts: 0 });
	return problem;
}

/** A person's attributes: neither an event's ID nor its time. */
const person = { _acme: { loyaltyId: 'L-1' }, person: { name: { firstName: 'Ann' } } };

describe('Records that are not events', () => {
	test.each(['profile', 'product', 'bareProfile'])(
		'are sent without _id and timestamp to a dataflow whose schema describes records: %s',
		async (name) => {
			schemaAnswer = { body: { $id: schemaId, ...SCHEMAS[name] } };
			const { accepted, failed } = await send([person], toDataflow());
			expect(failed).toEqual([]);
			expect(accepted[0].json.delivery).toMatchObject({ status: 'accepted' });
			const { body } = stub.requests.find(({ url }) => url.startsWith('/collection'))!;
			expect(JSON.parse(body).messages[0].body.xdmEntity).toEqual(person);
		},
	);

	test('are sent to a pasted URL, with a credential that can look the schema up', async () => {
		schemaAnswer = { body: { $id: schemaId, ...SCHEMAS.profile } };
		const { failed } = await send([person], withCredential());
		expect(failed).toEqual([]);
	});

	test('are sent to a pasted URL without a credential when the user says what the schema describes', async () => {
		const { accepted, failed } = await send([person], asRecords());
		expect(failed).toEqual([]);
		expect(accepted).toHaveLength(1);
		expect(stub.requests.some(({ url }) => url.includes('/schemaregistry/'))).toBe(false);
	});

	test('are looked up once, not for each run', async () => {
		schemaAnswer = { body: { $id: schemaId, ...SCHEMAS.profile } };
		const clientId = 'record-class-same';
		for (let run = 0; run < 3; run += 1) {
			await runNode({
				registry: adobeRegistry(),
				type: 'adobePlatformStreaming',
				parameters: toDataflow(),
				credentials: { [ADOBE]: adobeRow(stub.url, { clientId }) },
				input: [{ json: person }],
			});
		}
		expect(stub.requests.filter(({ url }) => url.includes('/schemaregistry/'))).toHaveLength(1);
	});
});

describe('Events', () => {
	test.each(['event', 'ownEvent'])('still need _id and timestamp: %s', async (name) => {
		schemaAnswer = { body: { $id: schemaId, ...SCHEMAS[name] } };
		const problem = await problemOf(person);
		expect(problem).toMatchObject({
			code: 'record.notAnEvent',
			message: 'The XDM event has no _id and no timestamp',
			retry: 'never',
			field: '_id',
		});
		expect(problem.advice).not.toContain('Schema Behavior');
	});

	test('are delivered without a look at the schema', async () => {
		schemaAnswer = { status: 503 };
		const { accepted } = await send([event('a'), event('b')], toDataflow());
		expect(accepted).toHaveLength(2);
		expect(stub.requests.filter(({ url }) => url.includes('/tenant/schemas/'))).toEqual([]);
	});

	test.each([
		['may not be read', { status: 403, body: { title: 'Forbidden' } }],
		['does not exist', { status: 404, body: { title: 'Not Found' } }],
		['cannot be read just now', { status: 503 }],
		['is described in another form', { body: { $id: 'x' } }],
		['is not described at all', { body: 'null' }],
	])(
		'are delivered when the schema %s, and other records get the way out',
		async (_, answer: StubAnswer) => {
			schemaAnswer = answer;
			const parameters = { ...toDataflow(), options: { retrySeconds: 1 } };
			const { accepted, failed } = await send([event('a'), person], parameters);
			expect(accepted).toHaveLength(1);
			expect(failed[0].json.problem).toMatchObject({
				code: 'record.notAnEvent',
				advice: expect.stringContaining('Schema Behavior'),
			});
			const settled = await send([person], {
				...toDataflow(),
				options: { schemaBehavior: 'record' },
			});
			expect(settled.failed).toEqual([]);
		},
	);
});

describe('An event that Adobe would accept and then drop is not sent, and is told', () => {
	const given = (change: object) => ({ ...event('a'), ...change });
	beforeEach(() => {
		schemaAnswer = { body: { $id: schemaId, ...SCHEMAS.event } };
	});

	test.each<[string, unknown, string]>([
		['timestamp', 1738324800000, 'is a number (1738324800000)'],
		['timestamp', 1738324800, 'is a number (1738324800)'],
		['timestamp', '1738324800000', 'is a number as text (1738324800000)'],
		['timestamp', '2025-01-31T12:00:00', 'is a time without a time zone (2025-01-31T12:00:00)'],
		['timestamp', '2025-01-31 12:00:00.5', 'is a time without a time zone (2025-01-31 12:00:00.5)'],
		['timestamp', '2025-01-31', 'is a date without a time (2025-01-31)'],
		['timestamp', '2025-02-30T12:00:00Z', 'is a date that is not in the calendar'],
		['timestamp', '2025-01-31T12:00:00+0100', 'is a time with an offset without a colon'],
		['timestamp', 'yesterday', 'is not a date and time'],
		['timestamp', '', 'is an empty text'],
		['timestamp', ' ', 'is an empty text'],
		['timestamp', null, 'is null'],
		['timestamp', true, 'is a boolean'],
		['timestamp', { seconds: 5 }, 'is an object'],
		['timestamp', [DATE_TIME], 'is a list'],
		['_id', 42, 'is a number (42)'],
		['_id', null, 'is null'],
		['_id', '', 'is an empty text'],
		['_id', { $oid: '5' }, 'is an object'],
		['_id', 'order 42', 'contains U+0020, a space,'],
		['_id', 'a|b', 'contains "|" (U+007C)'],
		['_id', '100%', 'contains "%" (U+0025)'],
		['_id', 'Bestellung-ä', 'contains "ä" (U+00E4)'],
		['_id', '12:30', 'has a colon before its first slash'],
	])('%s %j: %s', async (field, value, what) => {
		const problem = await problemOf(given({ [field]: value }));
		const article = field === '_id' ? 'an' : 'a';
		expect(problem).toMatchObject({
			code: 'record.notAnEvent',
			message: expect.stringContaining(`has ${article} ${field} that ${what}`),
			retry: 'never',
			field,
		});
		expect(problem.message).not.toContain(`no ${field}`);
		if (field === 'timestamp') expect(problem.message).toContain(`such as ${DATE_TIME}`);
	});

	test('both fields are named', async () => {
		const problem = await problemOf(given({ _id: 7, timestamp: undefined }));
		expect(problem.message).toBe(
			'The XDM event has an _id that is a number (7) and no timestamp; XDM expects text such as order-42 in _id',
		);
	});

	test('epoch milliseconds get the expression that makes them a time', async () => {
		const problem = await problemOf(given({ timestamp: 1738324800000 }));
		expect(problem.advice).toContain('toDateTime().toISO()');
	});

	test.each([DATE_TIME, '2025-01-31T12:00:00.123456789+05:30', '2025-01-31T12:00:00-08:00'])(
		'but the timestamp %s is fine',
		async (timestamp) => {
			const { failed } = await send([given({ timestamp })], toDataflow());
			expect(failed).toEqual([]);
		},
	);

	test.each(['order-42', 'urn:uuid:5', 'a%20b', '2025/01/31?x=1#y', 'chatlio-0f'])(
		'and the _id %s is fine',
		async (_id) => {
			const { failed } = await send([given({ _id })], toDataflow());
			expect(failed).toEqual([]);
		},
	);

	test('and a Date object counts as its ISO text', async () => {
		const { failed } = await send([given({ timestamp: new Date(DATE_TIME) })], toDataflow());
		expect(failed).toEqual([]);
		const { body } = stub.requests.find(({ url }) => url.startsWith('/collection'))!;
		expect(JSON.parse(body).messages[0].body.xdmEntity.timestamp).toBe('2025-01-31T12:00:00.000Z');
	});
});
