import { pathWithQuery, type PlatformCall, type PlatformRequest } from '../../../lib/platform/call';
import { platformClient, type Send } from '../../../lib/platform/client';
import { DataflowDirectory, KEEP_MS, STATE_MS } from '../../../lib/platform/destination';
import { listDataflows, listFlows } from '../../../lib/platform/flowList';
import { readDataflow, readState } from '../../../lib/platform/flowService';
import { describeRefusal, PlatformRefusal } from '../../../lib/platform/refusal';
import { sandboxNames } from '../../../lib/platform/sandboxes';
import { getTenantId } from '../../../lib/platform/schemaRegistry';
import type { InletReply } from '../../../lib/streaming/types';

const FLOW_SERVICE = '/data/foundation/flowservice';
const XDM_SPEC = 'd8a6f005-7eaf-4153-983e-e8574508b877';
const RAW_SPEC = 'c1a19761-d2c7-4702-b9fa-fe91f0613e81';
const SDK_SPEC = 'e77fde5a-22a8-11ed-861d-0242ac120002';

type Answer = unknown | ((request: PlatformRequest) => unknown);

/** A platform whose answers stand under their paths, and what it was asked. */
function platform(answers: Record<string, Answer>) {
	const asked: PlatformRequest[] = [];
	const call: PlatformCall = async (request) => {
		asked.push(request);
		const answer = answers[request.path];
		return await Promise.resolve(typeof answer === 'function' ? answer(request) : answer);
	};
	return { call, asked, paths: () => asked.map(({ path }) => path) };
}

/** The HTTP API dataflow of Adobe's tutorial. */
const httpApi = (spec: string, base: object, target: object = {}) => ({
	[`${FLOW_SERVICE}/flows/f1`]: {
		items: [
			{
				id: 'f1',
				name: 'Chat',
				state: 'enabled',
				createdAt: 10,
				updatedAt: 20,
				imsOrgId: 'ACME@AdobeOrg',
				sandboxName: 'prod',
				flowSpec: { id: spec },
				sourceConnectionIds: ['s1'],
				targetConnectionIds: ['t1'],
			},
		],
	},
	[`${FLOW_SERVICE}/sourceConnections/s1`]: { items: [{ baseConnectionId: 'b1' }] },
	[`${FLOW_SERVICE}/connections/b1`]: { items: [{ auth: { params: base } }] },
	[`${FLOW_SERVICE}/targetConnections/t1`]: {
		items: [{ params: { dataSetId: 'd1' }, data: { schema: { id: 'schema-1' } }, ...target }],
	},
});

const INLET = 'https://dcs.adobedc.net/collection/abc';

describe('looking a dataflow up', () => {
	it('finds the inlet of an HTTP API source at its base connection', async () => {
		const base = { inletUrl: INLET, dataType: 'xdm', authenticationRequired: true };
		const { call } = platform(httpApi(XDM_SPEC, base));
		expect(await readDataflow(call, 'f1')).toEqual({
			id: 'f1',
			name: 'Chat',
			state: 'enabled',
			format: 'xdm',
			changedAt: 20,
			inletUrl: INLET,
			authenticated: true,
			organizationId: 'ACME@AdobeOrg',
			sandbox: 'prod',
			datasetId: 'd1',
			schemaId: 'schema-1',
		});
	});

	it('takes what has another type than documented for missing', async () => {
		const odd = { ...httpApi(XDM_SPEC, { inletUrl: {}, dataType: 7 }, { params: [] }) };
		const [flow] = odd[`${FLOW_SERVICE}/flows/f1`].items as Array<Record<string, unknown>>;
		Object.assign(flow, { id: null, name: [], state: 1, updatedAt: 'now', imsOrgId: {} });
		expect(await readDataflow(platform(odd).call, 'f1')).toMatchObject({
			id: 'f1',
			name: 'f1',
			state: 'unknown',
			changedAt: 10,
			inletUrl: undefined,
			organizationId: undefined,
			datasetId: undefined,
		});
	});

	it('tells the mapping set of one that has a mapping', async () => {
		const params = { mappingId: 'm1', mappingVersion: 0 };
		const transformations = [{ name: 'Other' }, { name: 'Mapping', params }];
		const { call } = platform({ [`${FLOW_SERVICE}/flows/f1`]: { items: [{ transformations }] } });
		expect(await readDataflow(call, 'f1')).toMatchObject({ mappingSetId: 'm1', mappingVersion: 0 });
	});

	it('finds the inlet of an SDK source at the dataflow itself, open and for raw data', async () => {
		const { call, paths } = platform({
			[`${FLOW_SERVICE}/flows/f1`]: {
				items: [{ id: 'f1', flowSpec: { id: SDK_SPEC }, options: { inletUrl: INLET } }],
			},
		});
		expect(await readDataflow(call, 'f1')).toMatchObject({
			name: 'f1',
			state: 'unknown',
			format: 'raw',
			inletUrl: INLET,
			authenticated: false,
		});
		expect(paths()).toHaveLength(1);
	});

	it.each<[string, string, string | undefined, string | undefined]>([
		['the flow spec first', RAW_SPEC, 'xdm', 'raw'],
		['the base connection for a spec it does not know', 'other', 'xdm', 'xdm'],
		['the base connection for raw data too', 'other', 'raw', 'raw'],
		['nobody when neither says', 'other', undefined, undefined],
	])('believes %s about the format', async (_, spec, dataType, expected) => {
		const { call } = platform(httpApi(spec, { inletUrl: INLET, dataType }));
		expect((await readDataflow(call, 'f1')).format).toBe(expected);
	});

	it('reads the dataset under its other spelling, and lives without schema', async () => {
		const target = { params: { datasetId: 'd2' }, data: undefined };
		const { call } = platform(httpApi(XDM_SPEC, {}, target));
		expect(await readDataflow(call, 'f1')).toMatchObject({
			datasetId: 'd2',
			schemaId: undefined,
			inletUrl: undefined,
		});
	});

	it('lives with connections that are gone and answers that are empty', async () => {
		const flow = { id: 'f1', sourceConnectionIds: ['s1'], targetConnectionIds: ['t1'] };
		const { call } = platform({ [`${FLOW_SERVICE}/flows/f1`]: { items: [flow] } });
		expect(await readDataflow(call, 'f1')).toMatchObject({ state: 'unknown', changedAt: 0 });
		const nothing = platform({});
		expect(await readDataflow(nothing.call, 'f1')).toMatchObject({ id: 'f1', state: 'unknown' });
		expect(await readState(nothing.call, 'f1')).toEqual({ state: 'unknown', changedAt: 0 });
	});
});

describe('listing dataflows', () => {
	const flows = [
		{ id: '1', name: 'Zebra', state: 'enabled', flowSpec: { id: XDM_SPEC } },
		{ id: '2', name: 'Batch', state: 'enabled', flowSpec: { id: 'sftp' } },
		{ id: '3', name: 'Other stream', state: 'disabled', options: { inletUrl: INLET } },
	];
	const pages: Record<string, unknown> = {
		first: {
			items: [flows[1]],
			_links: { next: { href: '/flows?continuationToken=two' } },
		},
		two: { items: [flows[0]], _links: { next: { href: '/flows?continuationToken=three' } } },
		three: { items: [flows[2]], _links: {} },
	};
	const paged = () =>
		platform({
			[`${FLOW_SERVICE}/flows`]: ({ query }: PlatformRequest) =>
				pages[String(query?.continuationToken ?? 'first')],
		});

	it('leaves out what does not stream, skips pages without anything, and goes on page by page', async () => {
		const { call, asked } = paged();
		const first = await listDataflows(call);
		expect(first).toMatchObject({ flows: [{ id: '1', format: 'xdm' }], cursor: 'three' });
		expect(asked).toHaveLength(2);
		const second = await listDataflows(call, undefined, first.cursor);
		expect(second).toMatchObject({ flows: [{ id: '3', state: 'disabled' }], cursor: undefined });
	});

	it('searches all pages for what was typed', async () => {
		const { call } = paged();
		expect((await listDataflows(call, ' other ')).flows.map(({ id }) => id)).toEqual(['3']);
		expect(await listDataflows(call, 'none')).toEqual({ flows: [] });
	});

	it('gives all kinds when asked for all, as Adobe has them, and stops at the limit', async () => {
		const { call, asked } = paged();
		expect((await listFlows(call, {}, Infinity)).map(({ id }) => id)).toEqual(['2', '1', '3']);
		expect(await listFlows(call, { search: 'BATCH', state: 'enabled' }, 1)).toEqual([flows[1]]);
		expect(asked.map(({ query }) => query?.property)).toEqual([
			undefined,
			undefined,
			undefined,
			'state==enabled',
		]);
	});

	it('finds one without name by its id', async () => {
		const { call } = platform({ [`${FLOW_SERVICE}/flows`]: { items: [{ id: 'xyz' }] } });
		expect(await listFlows(call, { search: 'y' }, Infinity)).toHaveLength(1);
		expect(await listFlows(call, { search: 'undefined' }, Infinity)).toEqual([]);
	});

	it('takes an answer without anything for an empty list', async () => {
		expect(await listDataflows(platform({}).call)).toEqual({ flows: [] });
	});
});

describe('remembering dataflows', () => {
	const base = { inletUrl: INLET, dataType: 'xdm' };

	function directory(answers: Record<string, Answer>) {
		const clock = { now: 1_000_000 };
		const kept = new DataflowDirectory(() => clock.now);
		const service = platform(answers);
		return {
			...service,
			clock,
			find: async () => await kept.find('account', 'f1', service.call),
			drop: () => kept.drop('account', 'f1'),
		};
	}

	it('looks one up once however many ask', async () => {
		const { find, asked } = directory(httpApi(XDM_SPEC, base));
		await Promise.all([find(), find(), find()]);
		await find();
		expect(asked).toHaveLength(4);
	});

	it('looks it up anew after ten minutes, or when its inlet refused', async () => {
		const { find, drop, asked, clock } = directory(httpApi(XDM_SPEC, base));
		await find();
		drop();
		await find();
		expect(asked).toHaveLength(8);
		clock.now += KEEP_MS;
		await find();
		expect(asked).toHaveLength(12);
	});

	it('asks after a minute whether it is still enabled', async () => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, asked, clock } = directory(answers);
		await find();
		answers[`${FLOW_SERVICE}/flows/f1`] = { items: [{ state: 'disabled', updatedAt: 30 }] };
		expect(await find()).toMatchObject({ state: 'enabled' });
		clock.now += STATE_MS;
		expect(await find()).toMatchObject({ state: 'disabled', changedAt: 30, inletUrl: INLET });
		expect(asked).toHaveLength(5);
	});

	const refuse = (status: number) => () => {
		throw new PlatformRefusal(describeRefusal('read it', status, {}));
	};

	it('goes on with what it knows while the platform does not answer', async () => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, clock } = directory(answers);
		await find();
		for (const status of [0, 503]) {
			answers[`${FLOW_SERVICE}/flows/f1`] = refuse(status);
			clock.now += STATE_MS;
			expect(await find()).toMatchObject({ state: 'enabled', inletUrl: INLET });
		}
	});

	it('does not go on with one that was deleted, and asks again the next time', async () => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, clock, asked } = directory(answers);
		await find();
		answers[`${FLOW_SERVICE}/flows/f1`] = refuse(404);
		clock.now += STATE_MS;
		await expect(find()).rejects.toThrow('Could not read it');
		await expect(find()).rejects.toThrow('Could not read it');
		expect(asked).toHaveLength(6);
	});

	it('takes the schema from the dataset where the connection does not name it', async () => {
		const dataset = '/data/foundation/catalog/dataSets/d1';
		const answers = {
			...httpApi(XDM_SPEC, base, { data: {} }),
			[dataset]: { d1: { schemaRef: { id: 'schema-2' } } },
		};
		expect(await directory(answers).find()).toMatchObject({ schemaId: 'schema-2' });
		const without = { ...answers, [dataset]: { d1: {} } };
		expect(await directory(without).find()).toMatchObject({ schemaId: undefined });
	});

	it('does not ask for the schema of raw data, nor without a dataset', async () => {
		const raw = directory(httpApi(RAW_SPEC, base, { data: {} }));
		await raw.find();
		expect(raw.paths().join()).not.toContain('catalog');
		const none = directory(httpApi(XDM_SPEC, base, { data: {}, params: {} }));
		await none.find();
		expect(none.paths().join()).not.toContain('catalog');
	});
});

describe('calling the platform', () => {
	const answering = (reply: InletReply) => {
		const sent: Array<Parameters<Send>[0]> = [];
		const send: Send = async (request) => {
			sent.push(request);
			return await Promise.resolve(reply);
		};
		return { call: platformClient(send, 'https://platform.adobe.io', 'dev'), sent };
	};
	const ok = { kind: 'reply', status: 201, headers: {}, body: { id: 1 } } as const;

	it('repeats an id of any length only at its beginning', async () => {
		const { call } = answering({ ...ok, status: 404 });
		const asked = call({ task: `read ${'a'.repeat(100_000)}`, path: '/a' });
		await expect(asked).rejects.toMatchObject({ message: expect.stringMatching(/^.{500,600}$/) });
	});

	it('refuses text where Adobe sends JSON, but for the files it stores', async () => {
		const { call } = answering({ ...ok, body: '<html>Sign in</html>' });
		await expect(call({ task: 'read it', path: '/a' })).rejects.toMatchObject({
			refusal: { message: 'Could not read it: the answer is not the JSON that Adobe sends' },
		});
		expect(await call({ task: 'read it', path: '/a', mayBeText: true })).toContain('html');
		expect(await answering({ ...ok, body: '' }).call({ task: 'x', path: '/a' })).toBe('');
	});

	it('sends to the sandbox and hands back the body', async () => {
		const { call, sent } = answering(ok);
		expect(await call({ task: 'x', path: '/a', query: { q: 'a b', none: undefined } })).toEqual({
			id: 1,
		});
		expect(sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://platform.adobe.io/a?q=a%20b',
			headers: { 'x-sandbox-name': 'dev' },
			body: undefined,
		});
	});

	it('sends a body as JSON', async () => {
		const { call, sent } = answering(ok);
		await call({ task: 'x', path: '/a', method: 'POST', body: { b: 1 }, headers: { Accept: 'y' } });
		expect(sent[0]).toMatchObject({
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Accept: 'y' },
			body: '{"b":1}',
		});
	});

	it.each<[string, InletReply, string]>([
		[
			'a refusal',
			{ kind: 'reply', status: 404, headers: {}, body: {} },
			'Could not do it: Adobe answered with status 404',
		],
		['a redirect', { kind: 'reply', status: 302, headers: {}, body: '' }, 'status 302'],
		[
			'no answer',
			{ kind: 'network', code: 'ECONNREFUSED', message: '' },
			"Could not do it: Adobe's platform cannot be reached: nothing accepts connections there",
		],
		[
			'no token',
			{ kind: 'blocked', reason: 'The field Client ID is empty', advice: 'Fill it in' },
			'Could not do it: The field Client ID is empty',
		],
	])('says what could not be done for %s', async (_, reply, words) => {
		const { call } = answering(reply);
		await expect(call({ task: 'do it', path: '/a' })).rejects.toThrow(words);
	});

	it('hands on the advice of the request and the request id of the answer', async () => {
		const refused = (headers: Record<string, unknown>) =>
			answering({ kind: 'reply', status: 400, headers, body: {} }).call({
				task: 'do it',
				path: '/a',
				advice: 'Do it so.',
			});
		await expect(refused({ 'x-request-id': 'h-1' })).rejects.toMatchObject({
			refusal: { description: 'Do it so. Adobe says: (request id h-1).' },
		});
		await expect(refused({})).rejects.toMatchObject({ refusal: { description: 'Do it so.' } });
	});

	it('repeats a parameter for each value of a list, and adds to a query that is there', () => {
		const query = { property: ['a==1', 'b==2'], limit: 5 };
		expect(pathWithQuery({ task: '', path: '/x', query })).toBe(
			'/x?property=a%3D%3D1&property=b%3D%3D2&limit=5',
		);
		expect(pathWithQuery({ task: '', path: '/x?y=1', query: { z: '2' } })).toBe('/x?y=1&z=2');
	});
});

describe('the tenant id', () => {
	it('is what the registry’s statistics say', async () => {
		const { call } = platform({ '/data/foundation/schemaregistry/stats': { tenantId: 'acme' } });
		expect(await getTenantId(call)).toBe('acme');
	});

	it.each([undefined, {}, { tenantId: '' }])('is to be typed when they say %p', async (stats) => {
		const { call } = platform({ '/data/foundation/schemaregistry/stats': stats });
		await expect(getTenantId(call)).rejects.toThrow('answered without one');
	});
});

describe('the sandbox list', () => {
	it('is read leniently, and what is no list is none', () => {
		expect(sandboxNames({ sandboxes: [{ name: 'prod' }, null, { name: 7 }] })).toEqual(['prod']);
		expect(sandboxNames({})).toBeUndefined();
		expect(sandboxNames(undefined)).toBeUndefined();
	});
});
