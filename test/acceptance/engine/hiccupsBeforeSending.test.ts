import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import type { Problem } from '../../../lib/problem/problem';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { ADOBE, adobeRow, event } from '../../harness/adobe';
import { loadOptionsContext, Registry, runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

const platformNode = new AdobeExperiencePlatform();
const registry = new Registry().add(
	[platformNode, new AdobePlatformStreaming()],
	[new AdobeExperiencePlatformApi()],
);

const time = skipWaits();

const FLOW_PATH = '/data/foundation/flowservice/flows';
const TOKEN_PATH = '/ims/token/v3';
const INLET_PATH = '/collection/667b41cf';

/** Returns what a place answers to its nth request, from 1; undefined for its usual answer. */
type Fault = (nth: number, request: SeenRequest) => StubAnswer | undefined;

let stub: StubServer;
/** Faults by the beginning of the path. */
let faults: Record<string, Fault> = {};
let flow: IDataObject = {};
const asked = new Map<string, number>();

beforeAll(async () => (stub = await stubServer(answer)));
afterAll(async () => await stub.close());
beforeEach(() => {
	faults = {};
	flow = { state: 'enabled' };
	asked.clear();
	stub.requests.length = 0;
	time.reset();
	time.onWait = undefined;
});

function answer(request: SeenRequest): StubAnswer {
	const start = Object.keys(faults).find((path) => request.url.startsWith(path));
	if (start !== undefined) {
		const nth = (asked.get(start) ?? 0) + 1;
		asked.set(start, nth);
		const fault = faults[start](nth, request);
		if (fault) return fault;
	}
	return usualAnswer(request);
}

function usualAnswer({ url, method, body }: SeenRequest): StubAnswer {
	if (url.startsWith(TOKEN_PATH)) return { body: { access_token: 'eyJ-of-the-hiccups' } };
	if (url.startsWith(INLET_PATH) || url.startsWith('/collection/batch')) {
		const { messages = [{}] } = JSON.parse(body) as { messages?: unknown[] };
		const responses = messages.map((_, index) => ({ xactionId: `x:1:${index}` }));
		return { status: url.includes('batch') ? 207 : 200, body: { inletId: 'i', responses } };
	}
	if (method === 'POST' && url.includes('/mappingSets/validate'))
		return { body: { validationResponse: [{ status: 'SUCCESS' }] } };
	if (method === 'POST') return { status: 201, body: { id: 'new' } };
	return { body: { items: [entityAt(url)] } };
}

/** A dataflow that was made long ago, and its connections. */
function entityAt(url: string): IDataObject {
	if (url.includes('/sourceConnections')) return { id: 's', baseConnectionId: 'b' };
	if (url.includes('/connections')) {
		const params = { inletUrl: `${stub.url}${INLET_PATH}`, dataType: 'xdm' };
		return { id: 'b', auth: { params } };
	}
	if (url.includes('/targetConnections')) {
		return { id: 't', data: { schema: { id: 'https://x/s' } }, params: { dataSetId: 'd' } };
	}
	return {
		id: 'f',
		name: 'Chat',
		createdAt: 1,
		updatedAt: 1,
		imsOrgId: 'A@AdobeOrg',
		sandboxName: 'prod',
		flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
		sourceConnectionIds: ['s'],
		targetConnectionIds: ['t'],
		...flow,
	};
}

const times =
	(count: number, fault: StubAnswer): Fault =>
	(nth) =>
		nth <= count ? fault : undefined;

const always =
	(fault: StubAnswer): Fault =>
	() =>
		fault;

const askedAt = (path: string) => stub.requests.filter(({ url }) => url.startsWith(path)).length;

let accounts = 0;
/** Another account each time: tokens and dataflows are remembered per process. */
const newAccount = () => adobeRow(stub.url, { clientId: `client-${(accounts += 1)}` });

interface Run {
	row?: ReturnType<typeof newAccount>;
	options?: INodeParameters;
	flowId?: string;
	records?: number;
	started?: (stop: () => void) => void;
}

async function stream({
	row = newAccount(),
	options = {},
	flowId = 'f',
	records = 2,
	...rest
}: Run) {
	const told: string[] = [];
	const result = await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: {
			sendTo: 'dataflow',
			dataflow: { __rl: true, mode: 'list', value: flowId },
			recordFormat: 'dataflow',
			options,
		},
		credentials: { [ADOBE]: row },
		input: Array.from({ length: records }, (_, index) => ({ json: event(`e-${index}`) })),
		node: { onError: 'continueErrorOutput' },
		told: (text) => told.push(text),
		...rest,
	});
	const items = [...result.output(0), ...result.output(1)];
	return {
		...result,
		told,
		statuses: items.map(({ json }) => (json.delivery as IDataObject)?.status),
		problems: items.map(({ json }) => json.problem as unknown as Problem),
	};
}

const HICCUPS: Array<[name: string, answer: StubAnswer]> = [
	['429', { status: 429 }],
	['500', { status: 500 }],
	['503', { status: 503 }],
	['504', { status: 504 }],
	['a dropped connection', { drop: true }],
	// Of the same kind, and not named by anybody.
	['502', { status: 502, body: '<html>Bad Gateway</html>' }],
	['a 520 of a gateway in between', { status: 520 }],
	['a 408', { status: 408 }],
	['a 499', { status: 499 }],
	['an answer that is cut off', { body: { items: [] }, cutOff: true }],
];

describe('a hiccup before sending is waited out, and every record arrives:', () => {
	it.each(HICCUPS)('%s from Flow Service', async (_, hiccup) => {
		faults = { [FLOW_PATH]: times(3, hiccup) };
		expect((await stream({})).statuses).toEqual(['accepted', 'accepted']);
	});

	it.each(HICCUPS.filter(([, { cutOff }]) => !cutOff))(
		'%s from the token service',
		async (_, hiccup) => {
			faults = { [TOKEN_PATH]: times(3, hiccup) };
			expect((await stream({})).statuses).toEqual(['accepted', 'accepted']);
		},
	);

	it.each(['sourceConnections', 'connections', 'targetConnections'])(
		'503 for one of its %s',
		async (kind) => {
			faults = { [`/data/foundation/flowservice/${kind}`]: times(2, { status: 503 }) };
			expect((await stream({})).statuses).toEqual(['accepted', 'accepted']);
		},
	);

	it('a longer one, with a line about each wait that a person notices', async () => {
		faults = { [FLOW_PATH]: times(7, { status: 503 }) };
		const { statuses, told } = await stream({});
		expect(statuses).toEqual(['accepted', 'accepted']);
		expect(told.join('\n')).toMatch(/status 503; asking again in \d+ seconds?/);
	});

	it('Retry-After is waited for', async () => {
		const hiccup = { status: 429, headers: { 'retry-after': '120' } };
		faults = { [FLOW_PATH]: times(1, hiccup) };
		expect((await stream({})).statuses).toEqual(['accepted', 'accepted']);
		expect(time.waitedMs()).toBeGreaterThanOrEqual(120_000);
	});
});

describe('a hiccup that lasts longer than Retry For', () => {
	it('ends with the records not sent and the true cause', async () => {
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		const { statuses, problems } = await stream({ options: { retrySeconds: 30 } });
		expect(statuses).toEqual(['notSent', 'notSent']);
		expect(problems[0]).toMatchObject({ code: 'adobe.unavailable', retry: 'later', status: 503 });
		expect(time.waitedMs()).toBeGreaterThan(20_000);
		expect(time.waitedMs()).toBeLessThanOrEqual(31_000);
	});

	it('of the token service is told as the token service’s', async () => {
		faults = { [TOKEN_PATH]: always({ status: 503 }) };
		const { statuses, problems } = await stream({ options: { retrySeconds: 30 } });
		expect(statuses).toEqual(['notSent', 'notSent']);
		expect(problems[0]).toMatchObject({
			code: 'credential.tokenServiceUnavailable',
			service: 'ims',
			retry: 'later',
		});
	});

	it('ends at once if Adobe asks to wait longer, and says how long', async () => {
		faults = { [FLOW_PATH]: always({ status: 503, headers: { 'retry-after': '2400' } }) };
		const { statuses, problems } = await stream({});
		expect(statuses).toEqual(['notSent', 'notSent']);
		expect(problems[0].message).toContain('Adobe asks to wait 40 minutes');
		expect(problems[0]).toMatchObject({ retry: 'later', status: 503 });
		expect(askedAt(FLOW_PATH)).toBe(1);
		expect(time.waitedMs()).toBe(0);
	});

	it('is not waited out again for each dataflow that the items name', async () => {
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		const { statuses } = await stream({
			flowId: '={{ $json._id }}',
			records: 20,
			options: { retrySeconds: 30 },
		});
		expect(new Set(statuses)).toEqual(new Set(['notSent']));
		expect(time.waitedMs()).toBeLessThanOrEqual(31_000);
	});

	it('is not waited for with Retry For 0', async () => {
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		await stream({ options: { retrySeconds: 0 } });
		expect(time.waitedMs()).toBe(0);
	});

	it('uses up the time that is then left for the inlet', async () => {
		faults = {
			[FLOW_PATH]: times(8, { status: 503 }),
			'/collection': always({ drop: true }),
		};
		const { statuses } = await stream({ options: { retrySeconds: 120 } });
		expect(statuses).toEqual(['unknown', 'unknown']);
		expect(time.waitedMs()).toBeLessThanOrEqual(121_000);
	});
});

it('a wait before sending ends when the execution is stopped', async () => {
	faults = { [FLOW_PATH]: always({ status: 503 }) };
	let stop = () => {};
	time.onWait = () => stop();
	const { error, run } = await stream({
		options: { retrySeconds: 3_600 },
		started: (cancel) => (stop = cancel),
	});
	expect(error?.message ?? run.status).toMatch(/stopped|cancel/i);
	expect(askedAt(FLOW_PATH)).toBeLessThan(4);
});

it.each([
	['401', 401],
	['403', 403],
	['404', 404],
	['407', 407],
	['501', 501],
	['511', 511],
])('a %s is no hiccup: it is not asked again', async (_, status) => {
	faults = { [FLOW_PATH]: always({ status }) };
	const { statuses } = await stream({});
	expect(statuses).toEqual(['notSent', 'notSent']);
	expect(time.waitedMs()).toBe(0);
});

describe('a dataflow that is known', () => {
	const HOURS_MS = 3_600_000;

	it.each(HICCUPS.slice(0, 6))(
		'keeps serving while Flow Service answers with %s, however long',
		async (_, hiccup) => {
			const row = newAccount();
			await stream({ row });
			faults = { [FLOW_PATH]: always(hiccup) };
			for (let run = 1; run <= 5; run += 1) {
				time.advance(HOURS_MS);
				time.reset();
				const { statuses } = await stream({ row });
				expect(statuses).toEqual(['accepted', 'accepted']);
				// Nobody waits for what is known already.
				expect(time.waitedMs()).toBe(0);
				expect(asked.get(FLOW_PATH)).toBe(run);
			}
		},
	);

	it('keeps serving while the token service is down, if its inlet is open', async () => {
		const row = newAccount();
		await stream({ row });
		row.accessToken = '';
		faults = { [TOKEN_PATH]: always({ status: 503 }) };
		time.advance(HOURS_MS);
		expect((await stream({ row })).statuses).toEqual(['accepted', 'accepted']);
	});

	it('keeps serving after a run that the inlet ended', async () => {
		const row = newAccount();
		await stream({ row });
		faults = { '/collection': always({ status: 404 }) };
		expect((await stream({ row })).statuses).toEqual(['notSent', 'notSent']);
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		expect((await stream({ row })).statuses).toEqual(['accepted', 'accepted']);
	});

	it('is said to be old once Adobe has not confirmed it for a while', async () => {
		const row = newAccount();
		await stream({ row });
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		time.advance(120_000);
		expect((await stream({ row })).hints.join(' ')).not.toContain('confirmed');
		time.advance(HOURS_MS);
		expect((await stream({ row })).hints.join(' ')).toMatch(
			/Adobe has not confirmed for \d+ minutes that the dataflow is enabled/,
		);
		faults = {};
		time.advance(120_000);
		expect((await stream({ row })).hints.join(' ')).not.toContain('confirmed');
	});

	it('is not sent to once Adobe says that it is disabled or gone', async () => {
		const row = newAccount();
		await stream({ row });
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		time.advance(HOURS_MS);
		await stream({ row });
		faults = {};
		flow = { state: 'disabled' };
		time.advance(HOURS_MS);
		expect((await stream({ row })).problems[0].code).toBe('dataflow.notEnabled');
		faults = { [FLOW_PATH]: always({ status: 404 }) };
		time.advance(HOURS_MS);
		expect((await stream({ row })).statuses).toEqual(['notSent', 'notSent']);
		// What was known is forgotten with it.
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		const { problems } = await stream({ row, options: { retrySeconds: 1 } });
		expect(problems[0].code).toBe('adobe.unavailable');
	});
});

async function operate(resource: string, operation: string, parameters: INodeParameters = {}) {
	const { output, error } = await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: newAccount() },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return {
		done: output(0).map(({ json }) => json),
		problems: output(1).map(({ json }) => json.problem as unknown as Problem),
	};
}

const mappingSet = {
	mappingsFrom: 'json',
	schema: { __rl: true, mode: 'list', value: 'https://x/s' },
	mappings: '[{ "sourceType": "ATTRIBUTE", "source": "a", "destination": "_id" }]',
};

describe('an operation of Adobe Experience Platform', () => {
	it.each(HICCUPS)('reads again after %s', async (_, hiccup) => {
		faults = { [FLOW_PATH]: times(3, hiccup) };
		const { done } = await operate('dataflow', 'getMany', { returnAll: true });
		expect(done).toEqual([expect.objectContaining({ id: 'f' })]);
	});

	it('asks for the same page again, not for the first', async () => {
		const pages: Fault = (nth, { url }) => {
			if (nth === 2) return { drop: true };
			const next = { href: '/flows?continuationToken=two' };
			return url.includes('continuationToken')
				? { body: { items: [{ id: 'second' }] } }
				: { body: { items: [{ id: 'first' }], _links: { next } } };
		};
		faults = { [FLOW_PATH]: pages };
		const { done } = await operate('dataflow', 'getMany', { returnAll: true, simplify: false });
		expect(done.map(({ id }) => id)).toEqual(['first', 'second']);
	});

	it('validates again, because validating changes nothing', async () => {
		faults = { '/data/foundation/conversion': times(2, { status: 504 }) };
		const { done, problems } = await operate('mappingSet', 'validate', mappingSet);
		expect(problems).toEqual([]);
		expect(done).toHaveLength(1);
	});

	it('does not create again what may exist by now', async () => {
		faults = { '/data/foundation/conversion': always({ status: 503 }) };
		const { problems } = await operate('mappingSet', 'create', mappingSet);
		expect(problems).toEqual([expect.objectContaining({ code: 'adobe.unavailable' })]);
		expect(askedAt('/data/foundation/conversion')).toBe(1);
	});

	it.each([
		['Adobe took none of it: 429', '/data/foundation/conversion', { status: 429 }],
		['there was no token', TOKEN_PATH, { status: 503 }],
	])('creates again if nothing can exist: %s', async (_, path, hiccup) => {
		faults = { [path]: times(2, hiccup) };
		const { done } = await operate('mappingSet', 'create', mappingSet);
		expect(done).toEqual([expect.objectContaining({ id: 'new' })]);
	});

	it('ends after a minute without an answer', async () => {
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		const { problems } = await operate('dataflow', 'getMany', { returnAll: true });
		expect(problems).toEqual([expect.objectContaining({ code: 'adobe.unavailable' })]);
		expect(time.waitedMs()).toBeGreaterThan(45_000);
		expect(time.waitedMs()).toBeLessThanOrEqual(61_000);
	});

	it.each([
		['45', '45 seconds'],
		['2400', '40 minutes'],
		['14400', '4 hours'],
	])('ends at once if Adobe asks to wait %s s after the time is up', async (seconds, words) => {
		const headers = { 'retry-after': seconds };
		faults = { [FLOW_PATH]: (nth) => ({ status: 429, headers: nth > 0 ? headers : {} }) };
		const { problems } = await operate('dataflow', 'getMany', { returnAll: true });
		expect(problems[0].message).toContain(`Adobe asks to wait ${words}`);
		expect(problems[0].retryAt).toMatch(/^20\d\d-.+Z$/);
	});
});

describe('a list in the panel', () => {
	const search = async () => {
		const parameters = { resource: 'dataflow', operation: 'get', options: {} };
		const context = loadOptionsContext(registry, 'adobeExperiencePlatform', parameters, {
			[ADOBE]: newAccount(),
		});
		return await platformNode.methods.listSearch.searchDataflows.call(context);
	};

	it.each(HICCUPS)('asks again after %s', async (_, hiccup) => {
		faults = { [FLOW_PATH]: times(2, hiccup) };
		expect((await search()).results.map(({ value }) => value)).toEqual(['f']);
	});

	it('does not let a person wait for long', async () => {
		faults = { [FLOW_PATH]: always({ status: 503 }) };
		await expect(search()).rejects.toThrow('status 503');
		expect(time.waitedMs()).toBeLessThanOrEqual(6_000);
	});
});
