import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	const options = { name: 'Events', format: 'xdm', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, {
		...options,
		profile: true,
		namespaces: ['Visitor'],
	});
});
afterAll(async () => await emulator.stop());

const bad = (id: string) => message(flow, event(id, { workEmail: 'x' }));
const identity = (primary?: boolean) => [{ id: 'v1', primary }];

describe('sync validation', () => {
	const validate = (body: unknown) => http.post(`${flow.inletUrl}?syncValidation=true`, body);

	it('answers pass to a valid message and stores it', async () => {
		const { status, data } = await validate(message(flow, event('ok')));
		expect(status).toBe(200);
		expect(data.syncValidation).toEqual({ status: 'pass' });
		expect(await emulator.control.settled(1)).toHaveLength(1);
	});

	it("answers Adobe's example: an unknown key and a wrong type", async () => {
		const { status, data } = await validate(
			message(flow, { ...event('x'), _id: 5, workEmail: 'x' }),
		);
		expect(status).toBe(400);
		expect(data.title).toBe('Invalid XDM Message Format');
		expect(data.report.message).toMatch(/^inletId: \[.*\] imsOrgId: \[.*\] Message is invalid$/);
		const [root] = data.report.cause._streamingValidation;
		expect(root).toMatchObject({ schemaLocation: '#', message: '2 schema violations found' });
		expect(root.causingExceptions).toContainEqual({
			schemaLocation: '#',
			pointerToViolation: '#',
			causingExceptions: [],
			keyword: 'additionalProperties',
			message: 'extraneous key [workEmail] is not permitted',
		});
		expect(root.causingExceptions).toContainEqual({
			schemaLocation: '#/properties/_id',
			pointerToViolation: '#/_id',
			causingExceptions: [],
			keyword: 'type',
			message: 'expected type: String, found: Long',
		});
	});

	it('stops after five violations', async () => {
		const extra = Object.fromEntries([...'abcdefgh'].map((key) => [key, 1]));
		const { data } = await validate(message(flow, event('x', extra)));
		expect(data.report.cause._streamingValidation[0].causingExceptions).toHaveLength(5);
	});

	it('stores nothing of what it refuses', async () => {
		await validate(bad('x'));
		await validate(message(flow, undefined));
		expect(await emulator.control.records()).toEqual([]);
	});

	it('is known by its older name, in the request and in the answer', async () => {
		const url = `${flow.inletUrl}?synchronousValidation=true`;
		expect((await http.post(url, bad('x'))).status).toBe(400);
		await emulator.control.settings({ syncKey: 'synchronousValidation' });
		const { data } = await validate(message(flow, event('ok')));
		expect(data.synchronousValidation).toEqual({ status: 'pass' });
		await emulator.control.settings({ syncKey: 'none' });
		expect(Object.keys((await validate(message(flow, event('ok')))).data)).toEqual([
			'inletId',
			'xactionId',
			'receivedTimeMs',
		]);
	});

	it('is answered 501 where it does not exist', async () => {
		await emulator.control.settings({ syncAvailable: false });
		expect((await validate(message(flow, event('x')))).status).toBe(501);
	});
});

describe('asynchronous validation', () => {
	it('comes after the reply, as late as set', async () => {
		await emulator.control.settings({ validationDelayMs: 300 });
		await http.post(flow.inletUrl, message(flow, event('x')));
		const [record] = await emulator.control.settled(1);
		expect(record!.settledAt! - record!.receivedAt).toBeGreaterThanOrEqual(300);
		await emulator.control.settings({ validationDelayMs: 3_600_000 });
		await http.post(flow.inletUrl, message(flow, event('y')));
		expect((await emulator.control.records())[1]?.status).toBe('received');
	});

	it('puts what is invalid into a failed batch that Catalog and Data Access show', async () => {
		await http.post(batchUrl(flow), {
			messages: [bad('b1'), message(flow, event('g')), bad('b2')],
		});
		const records = await emulator.control.settled(3);
		expect(records.map(({ status }) => status)).toEqual(['refused', 'stored', 'refused']);
		expect(records[0]?.why).toBe('#: extraneous key [workEmail] is not permitted');

		const client = await platform(emulator.url);
		const { data: batches } = await client.get('/data/foundation/catalog/batches', {
			params: { dataSet: flow.datasetId, status: 'failed', orderBy: 'desc:created', limit: 1 },
		});
		const [batchId, batch] = Object.entries(batches)[0] as [string, Record<string, unknown>];
		expect(batchId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
		expect(batch).toMatchObject({ status: 'failed', failedRecordCount: 2 });
		expect(batch.relatedObjects).toEqual([{ type: 'dataSet', id: flow.datasetId }]);

		const { data: files } = await client.get(`/data/foundation/export/batches/${batchId}/failed`);
		expect(files._page).toEqual({ limit: 100, count: 2 });
		expect(files.data[0]).toMatchObject({ name: '_SUCCESS', length: '0' });
		const part = files.data[1];
		expect(part.length).toMatch(/^\d+$/);
		const { data: lines } = await client.get(part._links.self.href, { responseType: 'text' });
		const failed = String(lines)
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(failed.map((one) => one.body.xdmEntity._id)).toEqual(['b1', 'b2']);
		const violation = expect.objectContaining({
			keyword: 'additionalProperties',
			message: 'extraneous key [workEmail] is not permitted',
		});
		expect(failed[0]._errors._streamingValidation).toEqual([violation]);
		expect(failed[0]._validationErrors).toEqual([violation]);

		const { data: datasets } = await client.get(
			`/data/foundation/catalog/dataSets/${flow.datasetId}`,
		);
		expect(datasets[flow.datasetId].lastFailedBatch).toBe(batchId);
		expect(datasets[flow.datasetId].lastSuccessfulBatch).toBeDefined();
	});

	it('names what is missing in the envelope', async () => {
		const noEntity = message(flow, undefined);
		await http.post(flow.inletUrl, noEntity);
		const [record] = await emulator.control.settled(1);
		expect(record).toMatchObject({ status: 'refused', why: 'Payload body is missing xdmEntity' });
	});

	it('wants the name of the sender, from the message or from the connection', async () => {
		const anonymous = await prepareDataflow(emulator.url, {
			name: 'Anonymous',
			format: 'xdm',
			authenticated: false,
			sourceId: null,
		});
		const nameless = { source: undefined };
		await http.post(anonymous.inletUrl, message(anonymous, event('x'), nameless));
		await http.post(flow.inletUrl, message(flow, event('y'), nameless));
		const records = await emulator.control.settled(2);
		expect(records.map(({ why }) => why)).toEqual(['Payload header is missing Source Name', null]);
	});

	it('refuses a timestamp without offset in the words Adobe prints', async () => {
		await http.post(
			flow.inletUrl,
			message(flow, event('x', { timestamp: '2018-00-23T22:07:01Z' })),
		);
		const [record] = await emulator.control.settled(1);
		expect(record?.why).toContain('[2018-00-23T22:07:01Z] is not a valid date-time. Expected [');
		expect(record?.violations[0]).toMatchObject({
			pointerToViolation: '#/timestamp',
			keyword: 'format',
		});
	});
});

describe('Profile', () => {
	const outcome = async (...entities: object[]) => {
		for (const entity of entities) await http.post(flow.inletUrl, message(flow, entity));
		const records = await emulator.control.settled(entities.length);
		return records.map(({ status, profile }) => [status, profile?.outcome]);
	};
	const known = { identityMap: { Visitor: identity(true) } };

	it('takes an event with one primary identity, once per _id', async () => {
		expect(await outcome(event('a', known), event('a', known), event('b', known))).toEqual([
			['stored', 'ingested'],
			['stored', 'duplicate'],
			['stored', 'ingested'],
		]);
	});

	it('drops events over 10,000 bytes, which the dataset keeps', async () => {
		const padded = (bytes: number, id: string) => {
			const rest = JSON.stringify(event(id, { ...known, eventMergeId: '' })).length;
			return event(id, { ...known, eventMergeId: 'x'.repeat(bytes - rest) });
		};
		expect(await outcome(padded(10_000, 'a'), padded(10_001, 'b'))).toEqual([
			['stored', 'ingested'],
			['stored', 'dropped'],
		]);
	});

	it.each([
		['a namespace the organization does not have', { Nope: identity(true) }],
		['a namespace in another case', { visitor: identity(true) }],
		['no primary identity', { Visitor: identity() }],
		['two primary identities', { Visitor: identity(true), Email: identity(true) }],
		['no identity', {}],
	])('skips an event with %s', async (_, identityMap) => {
		expect(await outcome(event('a', { identityMap }))).toEqual([['stored', 'skipped']]);
	});

	it('skips an event of the future', async () => {
		const timestamp = new Date(Date.now() + 60_000).toISOString();
		expect(await outcome(event('a', { ...known, timestamp }))).toEqual([['stored', 'skipped']]);
	});

	it('sees nothing of a dataset that is not enabled for it', async () => {
		const plain = await prepareDataflow(emulator.url, {
			name: 'Plain',
			format: 'xdm',
			authenticated: false,
		});
		await http.post(plain.inletUrl, message(plain, event('a', known)));
		const [record] = await emulator.control.settled(1);
		expect(record?.profile?.outcome).toBe('notEnabled');
	});
});
