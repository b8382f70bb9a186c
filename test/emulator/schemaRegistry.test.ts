import type { AxiosInstance } from 'axios';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;

const BASE = '/data/foundation/schemaregistry';
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const SHORT = { headers: { Accept: 'application/vnd.adobe.xed-id+json' } };
const LISTED = { headers: { Accept: 'application/vnd.adobe.xed+json' } };
const PLAIN = { headers: { Accept: 'application/vnd.adobe.xed+json; version=1' } };
const FULL = { headers: { Accept: 'application/vnd.adobe.xed-full+json; version=1' } };

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
});
afterAll(async () => await emulator.stop());

/** The example of a chat field group in Adobe's form. */
const fieldGroup = (change: object = {}) => ({
	title: 'Chat Interaction',
	type: 'object',
	'meta:intendedToExtend': [CLASS],
	definitions: {
		chat: {
			properties: {
				_acme: {
					type: 'object',
					properties: {
						chat: {
							type: 'object',
							properties: {
								conversationId: { title: 'Conversation ID', type: 'string' },
								durationSec: { title: 'Duration', type: 'integer' },
							},
						},
					},
				},
			},
		},
	},
	allOf: [{ $ref: '#/definitions/chat' }],
	...change,
});
const makeFieldGroup = (change?: object) =>
	client.post(`${BASE}/tenant/fieldgroups`, fieldGroup(change));
const makeSchema = (refs: string[], change: object = {}) =>
	client.post(`${BASE}/tenant/schemas`, {
		title: 'Chat Events',
		type: 'object',
		allOf: refs.map(($ref) => ({ $ref })),
		...change,
	});

it('tells the tenant id', async () => {
	await makeSchema([CLASS]);
	const { data } = await client.get(`${BASE}/stats`);
	expect(data).toMatchObject({
		imsOrg: '9C1D3A5E7F0B2468@AdobeOrg',
		tenantId: 'acme',
		counts: { schemas: 1, mixins: 0 },
		classUsage: [{ $id: CLASS, numberOfSchemas: 1 }],
	});
});

describe('a field group', () => {
	it('comes back with what the registry adds', async () => {
		const { status, data } = await makeFieldGroup();
		expect(status).toBe(201);
		expect(data).toMatchObject({
			...fieldGroup(),
			$id: expect.stringMatching(/^https:\/\/ns\.adobe\.com\/acme\/mixins\/[\da-f]+$/),
			'meta:altId': expect.stringMatching(/^_acme\.mixins\.[\da-f]+$/),
			'meta:resourceType': 'mixins',
			'meta:containerId': 'tenant',
			'meta:tenantNamespace': '_acme',
			version: '1.0',
		});
	});

	it('keeps its fields under the tenant', async () => {
		const definitions = { chat: { properties: { chat: { type: 'object' } } } };
		const { status, data } = await makeFieldGroup({ definitions });
		expect(status).toBe(400);
		expect(data.detail).toContain('you must use a top level field named _acme');
		const inline = { definitions: {}, allOf: [{ properties: { chat: { type: 'object' } } }] };
		expect((await makeFieldGroup(inline)).status).toBe(400);
	});

	it.each(['_hidden', 'with space', 'dot.ted'])('has no field named "%s"', async (name) => {
		const properties = { _acme: { type: 'object', properties: { [name]: { type: 'string' } } } };
		expect((await makeFieldGroup({ definitions: { chat: { properties } } })).status).toBe(400);
	});

	it('has a title of its own', async () => {
		const { data: first } = await makeFieldGroup();
		const { status, data } = await makeFieldGroup();
		expect(status).toBe(400);
		expect(data.detail).toBe(
			`Title must be unique. An object ${first.$id} already exists with the same title.`,
		);
		expect((await makeFieldGroup({ title: undefined })).status).toBe(400);
	});
});

describe('a schema', () => {
	it('comes back with its class and what it extends', async () => {
		const { data: group } = await makeFieldGroup();
		const { status, data } = await makeSchema([CLASS, `${CLASS}-web`, group.$id]);
		expect(status).toBe(201);
		expect(data).toMatchObject({
			$id: expect.stringMatching(/^https:\/\/ns\.adobe\.com\/acme\/schemas\/[\da-f]+$/),
			'meta:altId': expect.stringMatching(/^_acme\.schemas\.[\da-f]+$/),
			'meta:class': CLASS,
			'meta:abstract': false,
			version: '1.0',
		});
		expect(data['meta:extends']).toEqual(
			expect.arrayContaining([CLASS, 'https://ns.adobe.com/xdm/data/time-series', group.$id]),
		);
	});

	it('refers only to what exists, and to a class', async () => {
		expect((await makeSchema([CLASS, 'https://ns.adobe.com/acme/mixins/0'])).status).toBe(400);
		expect((await makeSchema([`${CLASS}-web`])).status).toBe(400);
	});

	it('is found by its id and by its alternative id, as made or with everything put in', async () => {
		const { data: group } = await makeFieldGroup();
		const { data: schema } = await makeSchema([CLASS, group.$id]);
		const plain = await client.get(
			`${BASE}/tenant/schemas/${encodeURIComponent(schema.$id)}`,
			PLAIN,
		);
		expect(plain.data).toEqual(schema);
		const full = await client.get(`${BASE}/tenant/schemas/${schema['meta:altId']}`, FULL);
		expect(full.data.allOf).toBeUndefined();
		expect(full.data.properties._acme.properties.chat.properties.durationSec.type).toBe('integer');
		expect(full.data.properties.timestamp.format).toBe('date-time');
	});

	it('gets a new minor version with each change', async () => {
		const { data: schema } = await makeSchema([CLASS]);
		const address = `${BASE}/tenant/schemas/${schema['meta:altId']}`;
		const add = [{ op: 'add', path: '/allOf/-', value: { $ref: `${CLASS}-web` } }];
		const { status, data } = await client.patch(address, add);
		expect([status, data.version]).toEqual([200, '1.1']);
		const full = await client.get(address, FULL);
		expect(full.data.properties.web).toBeDefined();
		expect((await client.patch(address, {})).status).toBe(400);
	});

	it('can be deleted', async () => {
		const { data: schema } = await makeSchema([CLASS]);
		const address = `${BASE}/tenant/schemas/${schema['meta:altId']}`;
		expect((await client.delete(address)).status).toBe(204);
		const { status, data } = await client.get(address, PLAIN);
		expect(status).toBe(404);
		expect(data).toMatchObject({
			type: 'http://ns.adobe.com/aep/errors/XDM-1012-404',
			title: 'Resource Not Found',
			detail: `Requested resource ${schema['meta:altId']} with version 1 is not found`,
		});
	});
});

describe('a list', () => {
	it("has Adobe's shape", async () => {
		const { data: schema } = await makeSchema([CLASS]);
		const { data } = await client.get(`${BASE}/tenant/schemas`, SHORT);
		expect(data).toEqual({
			results: [
				{
					title: 'Chat Events',
					$id: schema.$id,
					'meta:altId': schema['meta:altId'],
					version: '1.0',
				},
			],
			_page: { orderby: 'title', next: null, count: 1 },
			_links: {
				next: null,
				global_schemas: { href: `${emulator.url}${BASE}/global/schemas` },
			},
		});
	});

	it('comes in pages, in order, filtered', async () => {
		for (const title of ['b', 'c', 'a']) await makeSchema([CLASS], { title });
		const titles = (data: { results: { title: string }[] }) =>
			data.results.map(({ title }) => title);
		const list = (query: string) => client.get(`${BASE}/tenant/schemas?${query}`, LISTED);
		const { data } = await list('orderby=title&limit=2');
		expect(titles(data)).toEqual(['a', 'b']);
		expect(data._page.next).toBe('c');
		expect(titles((await client.get(data._links.next.href, LISTED)).data)).toEqual(['c']);
		expect(titles((await list('orderby=-title')).data)).toEqual(['c', 'b', 'a']);
		expect(titles((await list('property=title==b')).data)).toEqual(['b']);
		expect(titles((await list('property=title!=b')).data)).toEqual(['a', 'c']);
		expect(titles((await list('property=meta:class~experienceevent')).data)).toHaveLength(3);
		expect(titles((await list('property=meta:class')).data)).toHaveLength(3);
		expect(titles((await list('property=nothing')).data)).toEqual([]);
	});

	it('of what Adobe brings is read only', async () => {
		const { data } = await client.get(`${BASE}/global/fieldgroups`, SHORT);
		const ids = data.results.map(({ $id }: { $id: string }) => $id);
		expect(ids).toContain(`${CLASS}-web`);
		const one = await client.get(`${BASE}/global/classes/_xdm.context.experienceevent`, PLAIN);
		expect(one.data).toMatchObject({ $id: CLASS, 'meta:containerId': 'global' });
		expect((await client.get(`${BASE}/global/classes/x`, PLAIN)).status).toBe(404);
		expect((await client.post(`${BASE}/global/schemas`, {})).status).toBe(404);
		expect((await client.get(`${BASE}/tenant/shoes`, SHORT)).status).toBe(404);
		expect((await client.get(`${BASE}/tenant/classes`, SHORT)).data.results).toEqual([]);
	});
});

describe('the Accept header', () => {
	it('may say xdm instead of xed', async () => {
		const get = async (path: string, Accept: string) =>
			(await client.get(`${BASE}/global/${path}`, { headers: { Accept } })).data;
		const list = await get('fieldgroups', 'application/vnd.adobe.xdm-id+json');
		expect(list).toEqual(await get('fieldgroups', 'application/vnd.adobe.xed-id+json'));
		const id = encodeURIComponent('https://ns.adobe.com/xdm/context/experienceevent-web');
		for (const form of ['', '-full', '-full-notext'])
			expect(
				await get(`fieldgroups/${id}`, `application/vnd.adobe.xdm${form}+json; version=1`),
			).toEqual(await get(`fieldgroups/${id}`, `application/vnd.adobe.xed${form}+json; version=1`));
	});

	it.each(['application/json', 'application/vnd.adobe.xed+json;version=1'])(
		'of a list must not be %s',
		async (Accept) => {
			const { status, data } = await client.get(`${BASE}/tenant/schemas`, { headers: { Accept } });
			expect(status).toBe(400);
			expect(data).toMatchObject({
				type: 'http://ns.adobe.com/aep/errors/XDM-1006-400',
				title: 'Accept header invalid',
				status: 400,
				report: { 'sub-errors': [] },
				detail: `The supplied Accept header is not valid: ${Accept} - A valid Accept value should look like application/vnd.adobe.'{xed|xdm'}+json`,
			});
		},
	);

	it('of a lookup needs the version', async () => {
		const { data: schema } = await makeSchema([CLASS]);
		const look = (Accept: string) =>
			client.get(`${BASE}/tenant/schemas/${schema['meta:altId']}`, { headers: { Accept } });
		const { status, data } = await look('application/vnd.adobe.xed+json');
		expect(status).toBe(400);
		expect(data.type).toBe('http://ns.adobe.com/aep/errors/XDM-1007-400');
		expect(data.detail).toMatch(/\(Version should be specified\)$/);
		expect((await look('application/vnd.adobe.xed-full-notext+json;version=1')).status).toBe(200);
		const other = await look('application/vnd.adobe.xed+json; version=2');
		expect([other.status, other.data.title]).toEqual([406, 'NotAcceptableError']);
	});
});

it.each([undefined, '[]'])('makes nothing of an empty body (%s)', async (body) => {
	const headers = { 'content-type': 'application/json' };
	expect((await client.post(`${BASE}/tenant/schemas`, body, { headers })).status).toBe(400);
	expect((await client.post(`${BASE}/tenant/classes`, '{}', { headers })).status).toBe(400);
});
