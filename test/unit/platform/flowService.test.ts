import {
	pathWithQuery,
	type PlatformRequest,
} from '../../../lib/platform/transport/platformRequest';
import { platformClient, type Send } from '../../../lib/platform/transport/platformClient';
import { DataflowCache, KEEP_MS, STATE_MS } from '../../../lib/platform/services/dataflowCache';
import { listDataflows, listFlows } from '../../../lib/platform/services/flowList';
import { readDataflow, readState } from '../../../lib/platform/services/flowService';
import { sandboxNames } from '../../../lib/platform/auth/sandboxNames';
import { getTenantId } from '../../../lib/platform/services/schemaRegistry';
import type { HttpReply } from '../../../lib/http/httpReply';
import { createProblem, type Problem } from '../../../lib/problem/problem';
import { ServiceError } from '../../../lib/problem/serviceError';
import { fakePlatform, rejected } from './fakePlatform';

const FLOW_SERVICE = '/data/foundation/flowservice';
const XDM_SPEC = 'd8a6f005-7eaf-4153-983e-e8574508b877';
const RAW_SPEC = 'c1a19761-d2c7-4702-b9fa-fe91f0613e81';
const SDK_SPEC = 'e77fde5a-22a8-11ed-861d-0242ac120002';

type Answer = unknown | ((request: PlatformRequest) => unknown);

/** A platform whose answers are listed by their paths, and what it was asked. */
function platform(answers: Record<string, Answer>) {
	const { call, asked } = fakePlatform((request) => {
		const answer = answers[request.path];
		return typeof answer === 'function' ? answer(request) : answer;
	});
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

describe('readDataflow', () => {
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

	it('treats values of another type than documented as missing', async () => {
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

	it('returns the mapping set of a dataflow with a mapping', async () => {
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
		['the flow spec, if it is known', RAW_SPEC, 'xdm', 'raw'],
		['the base connection, if the flow spec is not known', 'other', 'xdm', 'xdm'],
		['the base connection, also for raw data', 'other', 'raw', 'raw'],
		['nothing, if neither has it', 'other', undefined, undefined],
	])('takes the format from %s', async (_, spec, dataType, expected) => {
		const { call } = platform(httpApi(spec, { inletUrl: INLET, dataType }));
		expect((await readDataflow(call, 'f1')).format).toBe(expected);
	});

	it('reads the dataset in its other spelling, and accepts a missing schema', async () => {
		const target = { params: { datasetId: 'd2' }, data: undefined };
		const { call } = platform(httpApi(XDM_SPEC, {}, target));
		expect(await readDataflow(call, 'f1')).toMatchObject({
			datasetId: 'd2',
			schemaId: undefined,
			inletUrl: undefined,
		});
	});

	it('accepts missing connections and empty answers', async () => {
		const flow = { id: 'f1', sourceConnectionIds: ['s1'], targetConnectionIds: ['t1'] };
		const { call } = platform({ [`${FLOW_SERVICE}/flows/f1`]: { items: [flow] } });
		expect(await readDataflow(call, 'f1')).toMatchObject({ state: 'unknown', changedAt: 0 });
		const nothing = platform({});
		expect(await readDataflow(nothing.call, 'f1')).toMatchObject({ id: 'f1', state: 'unknown' });
		expect(await readState(nothing.call, 'f1')).toEqual({
			name: 'f1',
			state: 'unknown',
			changedAt: 0,
		});
	});
});

describe('a list of dataflows', () => {
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

	it('leaves out what does not stream, skips empty pages, and continues page by page', async () => {
		const { call, asked } = paged();
		const first = await listDataflows(call);
		expect(first).toMatchObject({ flows: [{ id: '1', format: 'xdm' }], cursor: 'three' });
		expect(asked).toHaveLength(2);
		const second = await listDataflows(call, undefined, first.cursor);
		expect(second).toMatchObject({ flows: [{ id: '3', state: 'disabled' }], cursor: undefined });
	});

	it('searches every page for the text', async () => {
		const { call } = paged();
		expect((await listDataflows(call, ' other ')).flows.map(({ id }) => id)).toEqual(['3']);
		expect(await listDataflows(call, 'none')).toEqual({ flows: [] });
	});

	it('contains all kinds as Adobe returns them, and stops at the limit', async () => {
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

	it('finds a dataflow without a name by its ID', async () => {
		const { call } = platform({ [`${FLOW_SERVICE}/flows`]: { items: [{ id: 'xyz' }] } });
		expect(await listFlows(call, { search: 'y' }, Infinity)).toHaveLength(1);
		expect(await listFlows(call, { search: 'undefined' }, Infinity)).toEqual([]);
	});

	it('is empty when the answer is', async () => {
		expect(await listDataflows(platform({}).call)).toEqual({ flows: [] });
	});
});

describe('DataflowCache', () => {
	const base = { inletUrl: INLET, dataType: 'xdm' };

	function cache(answers: Record<string, Answer>) {
		const clock = { now: 1_000_000 };
		const dataflows = new DataflowCache(() => clock.now);
		const service = platform(answers);
		return {
			...service,
			clock,
			find: async () =>
				(await dataflows.find('account', 'f1', { call: service.call, callOnce: service.call }))
					.dataflow,
			expire: () => dataflows.expire('account', 'f1'),
		};
	}

	it('looks a dataflow up once, however many ask', async () => {
		const { find, asked } = cache(httpApi(XDM_SPEC, base));
		await Promise.all([find(), find(), find()]);
		await find();
		expect(asked).toHaveLength(4);
	});

	it('looks a dataflow up again after ten minutes, or once it expired', async () => {
		const { find, expire, asked, clock } = cache(httpApi(XDM_SPEC, base));
		await find();
		expire();
		await find();
		expect(asked).toHaveLength(8);
		clock.now += KEEP_MS;
		await find();
		expect(asked).toHaveLength(12);
	});

	it('asks after a minute whether the dataflow is still enabled', async () => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, asked, clock } = cache(answers);
		await find();
		answers[`${FLOW_SERVICE}/flows/f1`] = { items: [{ state: 'disabled', updatedAt: 30 }] };
		expect(await find()).toMatchObject({ state: 'enabled' });
		clock.now += STATE_MS;
		expect(await find()).toMatchObject({ state: 'disabled', changedAt: 30, inletUrl: INLET });
		expect(asked).toHaveLength(5);
	});

	const unreachable = createProblem('adobe.noAnswer', { task: 'read it', reason: 'no' });
	const noTokenNow = createProblem('credential.tokenUrlSilent', { reason: 'no' });

	it.each<[string, () => Error]>([
		['the platform cannot be reached', () => new ServiceError(unreachable)],
		['there is no token for the moment', () => new ServiceError(noTokenNow)],
		['the platform is busy', () => rejected(429)],
		['the platform is down', () => rejected(503)],
	])('keeps what it knows while %s, however long', async (_, failure) => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, expire, clock } = cache(answers);
		await find();
		answers[`${FLOW_SERVICE}/flows/f1`] = failure;
		for (const ms of [STATE_MS, KEEP_MS, 100 * KEEP_MS]) {
			clock.now += ms;
			expect(await find()).toMatchObject({ state: 'enabled', inletUrl: INLET });
		}
		expire();
		expect(await find()).toMatchObject({ state: 'enabled', inletUrl: INLET });
	});

	const badSecret = createProblem('credential.clientSecretRejected', {}, { status: 401 });

	it.each<[string, () => Error, Partial<Problem>]>([
		['the dataflow was deleted', () => rejected(404), { code: 'adobe.notFound', status: 404 }],
		['access was revoked', () => rejected(403), { code: 'adobe.noPermission', status: 403 }],
		[
			'the credential is wrong',
			() => new ServiceError(badSecret),
			{ code: 'credential.clientSecretRejected' },
		],
	])('forgets what it knows once %s, and asks again the next time', async (_, failure, problem) => {
		const answers: Record<string, Answer> = httpApi(XDM_SPEC, base);
		const { find, clock, asked } = cache(answers);
		await find();
		answers[`${FLOW_SERVICE}/flows/f1`] = failure;
		clock.now += STATE_MS;
		await expect(find()).rejects.toMatchObject({ problem });
		await expect(find()).rejects.toMatchObject({ problem });
		expect(asked).toHaveLength(6);
	});

	it('takes the schema from the dataset if the connection does not name it', async () => {
		const dataset = '/data/foundation/catalog/dataSets/d1';
		const answers = {
			...httpApi(XDM_SPEC, base, { data: {} }),
			[dataset]: { d1: { schemaRef: { id: 'schema-2' } } },
		};
		expect(await cache(answers).find()).toMatchObject({ schemaId: 'schema-2' });
		const without = { ...answers, [dataset]: { d1: {} } };
		expect(await cache(without).find()).toMatchObject({ schemaId: undefined });
	});

	it('does not ask for the schema of raw data, nor without a dataset', async () => {
		const raw = cache(httpApi(RAW_SPEC, base, { data: {} }));
		await raw.find();
		expect(raw.paths().join()).not.toContain('catalog');
		const none = cache(httpApi(XDM_SPEC, base, { data: {}, params: {} }));
		await none.find();
		expect(none.paths().join()).not.toContain('catalog');
	});
});

describe('platformClient', () => {
	const answering = (reply: HttpReply) => {
		const sent: Array<Parameters<Send>[0]> = [];
		const send: Send = async (request) => {
			sent.push(request);
			return await Promise.resolve(reply);
		};
		return { call: platformClient(send, 'https://platform.adobe.io', 'dev'), sent };
	};
	const ok = { kind: 'reply', status: 201, headers: {}, body: { id: 1 } } as const;

	it('quotes only the beginning of a very long ID', async () => {
		const { call } = answering({ ...ok, status: 404 });
		const asked = call({ task: `read ${'a'.repeat(100_000)}`, path: '/a' });
		await expect(asked).rejects.toMatchObject({
			problem: { code: 'adobe.notFound', message: expect.stringMatching(/^.{500,600}$/) },
		});
	});

	it('rejects text instead of Adobe’s JSON, except in stored files', async () => {
		const { call } = answering({ ...ok, body: '<html>Sign in</html>' });
		await expect(call({ task: 'read it', path: '/a' })).rejects.toMatchObject({
			problem: {
				code: 'adobe.unexpectedResponse',
				message: 'Could not read it: the response is not the JSON that Adobe sends',
				retry: 'afterChange',
				status: 201,
			},
		});
		expect(await call({ task: 'read it', path: '/a', mayBeText: true })).toContain('html');
		expect(await answering({ ...ok, body: '' }).call({ task: 'x', path: '/a' })).toBe('');
	});

	it('sends to the sandbox and returns the body', async () => {
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

	const emptyField = createProblem('credential.incomplete', { field: 'Client ID' });

	it.each<[string, HttpReply, Partial<Problem>]>([
		[
			'a rejection',
			{ kind: 'reply', status: 404, headers: {}, body: {} },
			{
				code: 'adobe.notFound',
				message: 'Could not do it: Adobe answered with status 404',
				retry: 'afterChange',
				status: 404,
			},
		],
		[
			'a redirect',
			{ kind: 'reply', status: 302, headers: {}, body: '' },
			{
				code: 'adobe.rejected',
				message: 'Could not do it: Adobe answered with status 302',
				retry: 'afterChange',
				status: 302,
			},
		],
		[
			'no response',
			{ kind: 'network', code: 'ECONNREFUSED', message: '' },
			{
				code: 'adobe.noAnswer',
				message:
					"Could not do it: Adobe's platform gave no answer: nothing accepts connections there",
				retry: 'later',
			},
		],
		[
			'a response that is too large',
			{ kind: 'oversized', status: 200, maxBytes: 32_000_000 },
			{
				code: 'adobe.responseTooLarge',
				message: "Could not do it: Adobe's response is larger than 32 MB, the most that is read",
				retry: 'afterChange',
			},
		],
		[
			'no token',
			{ kind: 'blocked', problem: emptyField },
			{
				code: 'credential.incomplete',
				message: 'Could not do it: the field Client ID of the credential is empty',
				advice: emptyField.advice,
				retry: 'afterChange',
			},
		],
	])('says what it could not do after %s', async (_, reply, problem) => {
		const { call } = answering(reply);
		await expect(call({ task: 'do it', path: '/a' })).rejects.toMatchObject({
			name: 'ServiceError',
			problem,
		});
	});

	it('advises to download a file that is too large', async () => {
		const { call } = answering({ kind: 'oversized', status: 200, maxBytes: 64_000_000 });
		await expect(call({ task: 'read it', path: '/a', mayBeText: true })).rejects.toMatchObject({
			problem: {
				code: 'adobe.responseTooLarge',
				advice: expect.stringContaining('Download the file outside of n8n'),
			},
		});
	});

	it('passes on the advice of the request and the request ID of the response', async () => {
		const sendingWith = (headers: Record<string, unknown>) =>
			answering({ kind: 'reply', status: 400, headers, body: {} }).call({
				task: 'do it',
				path: '/a',
				advice: 'Do it so.',
			});
		await expect(sendingWith({ 'x-request-id': 'h-1' })).rejects.toMatchObject({
			problem: {
				code: 'adobe.rejected',
				advice: 'Do it so. Adobe says: (request ID h-1).',
				requestId: 'h-1',
			},
		});
		await expect(sendingWith({})).rejects.toMatchObject({
			problem: { code: 'adobe.rejected', advice: 'Do it so.' },
		});
	});

	it('repeats a parameter for each value of a list, and extends an existing query', () => {
		const query = { property: ['a==1', 'b==2'], limit: 5 };
		expect(pathWithQuery({ task: '', path: '/x', query })).toBe(
			'/x?property=a%3D%3D1&property=b%3D%3D2&limit=5',
		);
		expect(pathWithQuery({ task: '', path: '/x?y=1', query: { z: '2' } })).toBe('/x?y=1&z=2');
	});
});

describe('getTenantId', () => {
	it('reads the ID from the registry’s statistics', async () => {
		const { call } = platform({ '/data/foundation/schemaregistry/stats': { tenantId: 'acme' } });
		expect(await getTenantId(call)).toBe('acme');
	});

	it.each([undefined, {}, { tenantId: '' }])(
		'advises to check the Platform URL when they are %p',
		async (stats) => {
			const { call } = platform({ '/data/foundation/schemaregistry/stats': stats });
			await expect(getTenantId(call)).rejects.toMatchObject({
				problem: {
					code: 'adobe.incompleteResponse',
					message: "Could not read the tenant ID: Adobe's response has no tenant ID",
					advice: expect.stringMatching(/^Check the Platform URL in the credential/),
				},
			});
		},
	);
});

describe('sandboxNames', () => {
	it('reads the names it can, and returns undefined for anything but a list', () => {
		expect(sandboxNames({ sandboxes: [{ name: 'prod' }, null, { name: 7 }] })).toEqual(['prod']);
		expect(sandboxNames({})).toBeUndefined();
		expect(sandboxNames(undefined)).toBeUndefined();
	});
});
