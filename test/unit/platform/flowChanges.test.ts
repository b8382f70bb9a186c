import type { PlatformRequest } from '../../../lib/platform/transport/platformRequest';
import { deleteFlow, switchFlow, updateMapping } from '../../../lib/platform/services/flowChanges';
import { listRuns, summarizeRun, type FlowRun } from '../../../lib/platform/services/flowRuns';
import type { Dataflow, Flow } from '../../../lib/platform/services/flowService';
import { readPages } from '../../../lib/platform/transport/paging';
import { errorsInWords } from '../../../lib/platform/services/flowRunErrors';
import { listSandboxes } from '../../../lib/platform/services/sandboxes';
import { streamingEndpoint } from '../../../lib/platform/services/streamingEndpoint';
import { fakePlatform, rejected } from './fakePlatform';

const FLOW_SERVICE = '/data/foundation/flowservice';

function platform(answer: (request: PlatformRequest, nth: number) => unknown) {
	const { call, asked } = fakePlatform(answer);
	return { call, asked, sent: () => asked.map(({ method = 'GET', path }) => `${method} ${path}`) };
}

const page = (...items: object[]) => ({ items, _links: {} });

describe('reading page by page', () => {
	it('stops at the limit, at the last page, and at a page that names itself as the next', async () => {
		const pages: Record<string, { entities: number[]; next?: string }> = {
			first: { entities: [1, 2], next: 'b' },
			b: { entities: [3], next: 'c' },
			c: { entities: [4], next: 'c' },
		};
		const read = async (cursor = 'first') => await Promise.resolve(pages[cursor]);
		expect(await readPages(3, read)).toEqual([1, 2, 3]);
		expect(await readPages(1, read)).toEqual([1]);
		expect(await readPages(Infinity, read)).toEqual([1, 2, 3, 4]);
	});

	it('stops when a service returns the same page again', async () => {
		let asked = 0;
		const read = async () => await Promise.resolve({ entities: [1, 2], next: String(asked++) });
		expect(await readPages(Infinity, read)).toEqual([1, 2]);
	});

	it('reads every page of sandboxes', async () => {
		const names = Array.from({ length: 60 }, (_, nth) => ({ name: `s${nth}` }));
		const { call, asked } = platform(({ query }) => {
			const start = Number(query?.offset);
			return { sandboxes: names.slice(start, start + Number(query?.limit)) };
		});
		const found = await listSandboxes(call, Infinity);
		expect(found).toHaveLength(60);
		expect(found[59]).toMatchObject({ name: 's59', title: 's59', isDefault: false });
		// The last page is empty: a short one need not be the last.
		expect(asked).toHaveLength(3);
		expect(await listSandboxes(platform(() => undefined).call, 5)).toEqual([]);
	});
});

describe('a change of a dataflow', () => {
	const flow: Flow = {
		id: 'f 1',
		state: 'enabled',
		createdAt: 5,
		etag: '"e-1"',
		transformations: [
			{ name: 'Other' },
			{ name: 'Mapping', params: { mappingId: 'm1', mappingVersion: 2 } },
		],
	};
	const path = `${FLOW_SERVICE}/flows/f%201`;

	it('sends nothing when the dataflow already has the state', async () => {
		const { call, sent } = platform(() => page(flow));
		expect(await switchFlow(call, 'f 1', 'enable')).toEqual({
			changed: false,
			state: 'enabled',
			changedAt: 5,
		});
		expect(sent()).toEqual([`GET ${path}`]);
	});

	it('disables the dataflow and returns its new state', async () => {
		const { call, sent } = platform(({ method }, nth) => {
			return method ? {} : page({ ...flow, state: nth === 1 ? 'enabled' : 'disabled' });
		});
		expect(await switchFlow(call, 'f 1', 'disable')).toMatchObject({
			changed: true,
			state: 'disabled',
		});
		expect(sent()).toEqual([`GET ${path}`, `POST ${path}/action`, `GET ${path}`]);
	});

	it('replaces the mapping in its place, for the version that was read', async () => {
		const { call, asked } = platform(({ method }) => (method ? {} : page(flow)));
		expect(await updateMapping(call, 'f 1', 'm2', 0)).toMatchObject({
			changed: true,
			mappingSetId: 'm2',
			mappingVersion: 0,
		});
		expect(asked[1]).toMatchObject({
			method: 'PATCH',
			headers: { 'If-Match': '"e-1"' },
			body: [
				{
					op: 'replace',
					path: '/transformations/1',
					value: { name: 'Mapping', params: { mappingId: 'm2', mappingVersion: 0 } },
				},
			],
		});
	});

	it('sends nothing for the mapping set and version that the dataflow already has', async () => {
		const { call, asked } = platform(() => page(flow));
		expect(await updateMapping(call, 'f 1', 'm1', 2)).toMatchObject({ changed: false });
		expect(asked.every(({ method }) => method === undefined)).toBe(true);
		const mapping = { name: 'Mapping', params: { mappingId: 'm1' } };
		const unversioned = platform(() => page({ ...flow, transformations: [mapping] }));
		expect(await updateMapping(unversioned.call, 'f 1', 'm1', 0)).toMatchObject({ changed: false });
	});

	it('sends no If-Match header when Adobe gave no version', async () => {
		const { call, asked } = platform(({ method }) => {
			return method ? {} : page({ ...flow, etag: undefined });
		});
		await updateMapping(call, 'f 1', 'm2', 0);
		expect(asked[1].headers).toEqual({});
	});

	it('tries once more, and only once, after somebody else changed the dataflow', async () => {
		const versions = platform(({ method, headers }, nth) => {
			if (!method) return page({ ...flow, etag: `"e-${nth}"` });
			return headers?.['If-Match'] === '"e-1"' ? rejected(412) : {};
		});
		expect(await updateMapping(versions.call, 'f 1', 'm2', 0)).toMatchObject({ changed: true });
		const always = platform(({ method }) => (method ? rejected(412) : page(flow)));
		await expect(updateMapping(always.call, 'f 1', 'm2', 0)).rejects.toMatchObject({
			problem: { code: 'adobe.changedMeanwhile', retry: 'later', status: 412 },
		});
		expect(always.asked.filter(({ method }) => method === 'PATCH')).toHaveLength(2);
	});

	it('does not try again after another rejection', async () => {
		const denied = platform(({ method }) => (method ? rejected(403) : page(flow)));
		await expect(updateMapping(denied.call, 'f 1', 'm2', 0)).rejects.toMatchObject({
			problem: { code: 'adobe.noPermission', retry: 'afterChange', status: 403 },
		});
		expect(denied.asked.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
		const broken = platform(() => new Error('no network'));
		await expect(updateMapping(broken.call, 'f 1', 'm2', 0)).rejects.toThrow('no network');
	});

	it('says that a dataflow without mapping takes XDM records', async () => {
		const { call } = platform(() => page({ id: 'f 1' }));
		await expect(updateMapping(call, 'f 1', 'm2', 0)).rejects.toMatchObject({
			problem: {
				code: 'dataflow.noMapping',
				message: 'Could not update the mapping of the dataflow f 1: it has none',
				advice: expect.stringContaining('takes XDM records'),
				retry: 'afterChange',
			},
		});
	});

	it('deletes the dataflow', async () => {
		const { call, sent } = platform(() => undefined);
		await deleteFlow(call, 'f 1');
		expect(sent()).toEqual([`DELETE ${path}`]);
	});
});

describe('streamingEndpoint', () => {
	const dataflow: Dataflow = {
		id: 'f 1',
		name: 'Chat',
		state: 'enabled',
		changedAt: 0,
		inletUrl: 'https://dcs.adobedc.net/collection/abc',
		authenticated: true,
	};

	it('returns a complete URL, and headers for an inlet that requires a token', () => {
		expect(streamingEndpoint(dataflow)).toMatchObject({
			url: 'https://dcs.adobedc.net/collection/abc?x-adobe-flow-id=f%201',
			headers: {
				'x-adobe-flow-id': 'f 1',
				Authorization: 'Bearer {ACCESS_TOKEN}',
				'x-gw-ims-org-id': '{ORGANIZATION_ID}',
				'x-sandbox-name': '{SANDBOX}',
			},
			readyAt: '1970-01-01T00:05:00.000Z',
		});
	});

	it('throws for a dataflow that does not stream', () => {
		expect(() => streamingEndpoint({ ...dataflow, inletUrl: undefined })).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: 'dataflow.noStreamingEndpoint',
					message: 'The dataflow "Chat" has no streaming endpoint',
					retry: 'afterChange',
				}),
			}),
		);
	});
});

/** The run of Adobe's page on monitoring dataflows, in short. */
const documentedRun: FlowRun = {
	id: '65b7cfcc',
	createdAt: 1596656079576,
	flowId: 'f00c8f62',
	metrics: {
		durationSummary: { startedAtUTC: 1596656058198, completedAtUTC: 1596656113306 },
		recordSummary: { inputRecordCount: 100, outputRecordCount: 99, failedRecordCount: 1 },
		statusSummary: {
			status: 'success',
			errors: [{ code: 'CONNECTOR-2001-500', message: 'Timed out.' }],
		},
	},
};
const activities = [
	{ id: 'copyActivity', statusSummary: { status: 'success' } },
	{
		id: 'promotionActivity',
		statusSummary: {
			errors: [],
			extensions: {
				errors: [
					{ code: 'INGEST-1212-400', message: 'Encountered 1 errors' },
					{ code: 'MAPPER-3700-400', recordCount: 1, message: 'Mapper Transform Error' },
				],
			},
		},
		targetInfo: [
			{ reference: { type: 'Batch', ids: ['01E1', '01E2', '01E1'] } },
			{ reference: { type: 'Batch' } },
			{ reference: { type: 'Other', ids: ['x'] } },
			{},
		],
	},
];

describe('a dataflow run', () => {
	it.each(['activities', 'activites'])('is summarized with its %s', (spelling) => {
		expect(summarizeRun({ ...documentedRun, [spelling]: activities })).toEqual({
			id: '65b7cfcc',
			flowId: 'f00c8f62',
			status: 'success',
			startedAt: '2020-08-05T19:34:18.198Z',
			completedAt: '2020-08-05T19:35:13.306Z',
			recordsIn: 100,
			recordsOut: 99,
			recordsFailed: 1,
			errors: [
				'the source could not be read. Adobe says: Timed out (CONNECTOR-2001-500)',
				'some records were rejected, the others were stored. Failed Record: Get Many shows them. Adobe says: Encountered 1 errors (INGEST-1212-400)',
				'1 record: the mapping could not compute a field: the record was stored without it. Preview the mapping set with one of the records. Adobe says: Mapper Transform Error (MAPPER-3700-400)',
			],
			batchIds: ['01E1', '01E2'],
		});
	});

	it('is summarized with what Adobe sends', () => {
		expect(summarizeRun({ id: 'r' })).toEqual({
			id: 'r',
			status: 'unknown',
			recordsIn: 0,
			recordsOut: 0,
			recordsFailed: 0,
			errors: [],
			batchIds: [],
		});
		expect(summarizeRun({ id: 'r', createdAt: 0, metrics: {} }).startedAt).toBe(
			'1970-01-01T00:00:00.000Z',
		);
	});

	it.each([
		['Completed', 'success'],
		['Success', 'success'],
		['In Progress', 'processing'],
		['Error', 'failed'],
		['FAILED', 'failed'],
		['Partial success', 'Partial success'],
	])('has one word for the status that Adobe calls %s', (word, expected) => {
		const run = { id: 'r', metrics: { statusSummary: { status: word } } };
		expect(summarizeRun(run).status).toBe(expected);
	});

	it('has each error in words, and only once', () => {
		const unknown = { code: 'NEW-1-400', message: 'Something new', recordCount: 2 };
		expect(errorsInWords([unknown, unknown, { message: 'Only words' }, {}])).toEqual([
			'2 records: Something new (NEW-1-400)',
			'Only words',
			'Adobe gives no reason',
		]);
		expect(errorsInWords([{ code: 'DCVS-1104-400' }])).toEqual([
			'records do not fit the schema. Adobe says: (DCVS-1104-400)',
		]);
	});
});

describe('listing runs', () => {
	const runs = ['success', 'Failed', 'processing', 'error'].map((status, nth) => ({
		id: String(nth),
		metrics: { statusSummary: { status } },
	}));

	it('asks for the runs of a dataflow since a time, newest first', async () => {
		const { call, asked } = platform(() => page(...runs));
		expect(await listRuns(call, { flowId: 'f1', since: 7 }, 2)).toEqual(runs.slice(0, 2));
		expect(asked[0]).toMatchObject({
			task: 'list the runs of the dataflow f1',
			path: `${FLOW_SERVICE}/runs`,
			query: {
				orderby: '-createdAt',
				property: ['flowId==f1', 'updatedAt>7'],
			},
		});
	});

	it('finds a status in any of Adobe’s words, on every page', async () => {
		const { call, asked } = platform(({ query }) =>
			query?.continuationToken
				? page(...runs.slice(2))
				: {
						items: runs.slice(0, 2),
						_links: { next: { href: '/runs?continuationToken=two' } },
					},
		);
		const failed = await listRuns(call, { status: 'failed' }, Infinity);
		expect(failed.map(({ id }) => id)).toEqual(['1', '3']);
		expect(asked[0]).toMatchObject({ task: 'list the dataflow runs', query: { property: [] } });
	});
});
