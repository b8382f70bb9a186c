import type { AxiosInstance } from 'axios';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { event, http, message, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;

const BASE = '/data/foundation/schemaregistry';
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const accept = (form: string, version = '; version=1') => ({
	headers: { Accept: `application/vnd.adobe.${form}+json${version}` },
});
const LIST = accept('xed-id', '');

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
});
afterAll(async () => await emulator.stop());

const groupWith = (fields: object, change: object = {}) => ({
	title: 'Chat Interaction',
	type: 'object',
	definitions: {
		chat: { properties: { _acme: { type: 'object', properties: fields } } },
	},
	allOf: [{ $ref: '#/definitions/chat' }],
	...change,
});
const mapOf = (values: object, change: object = { 'meta:xdmType': 'map' }) => ({
	type: 'object',
	...change,
	additionalProperties: values,
});
const post = async (type: string, body: object) =>
	await client.post(`${BASE}/tenant/${type}`, body);
const schemaOf = (refs: string[], change: object = {}) => ({
	title: 'Chat Events',
	type: 'object',
	allOf: refs.map(($ref) => ({ $ref })),
	...change,
});
const addressOf = (type: string, data: Record<string, string>) =>
	`${BASE}/tenant/${type}/${encodeURIComponent(data.$id!)}`;

async function make(fields: object = { email: { title: 'E-mail', type: 'string' } }) {
	const group = (await post('fieldgroups', groupWith(fields))).data;
	const schema = (await post('schemas', schemaOf([CLASS, group.$id]))).data;
	return {
		group,
		schema,
		ofGroup: addressOf('fieldgroups', group),
		ofSchema: addressOf('schemas', schema),
	};
}
const makeDataset = async (id: string) =>
	await client.post('/data/foundation/catalog/dataSets', {
		name: 'x',
		schemaRef: { id, contentType: 'application/vnd.adobe.xed-full+json;version=1' },
	});
const inField = (field: string) => `/definitions/chat/properties/_acme/properties/${field}`;
const union = [{ op: 'add', path: '/meta:immutableTags', value: ['union'] }];

describe('what describes no data is refused', () => {
	it.each<[string, object]>([
		['a field without type', groupWith({ a: { title: 'A' } })],
		['a map that does not say so', groupWith({ a: mapOf({ type: 'string' }, {}) })],
		[
			'such a map in a list',
			groupWith({ a: { type: 'array', items: mapOf({ type: 'string' }, {}) } }),
		],
		['a map of objects', groupWith({ a: mapOf({ type: 'object' }) })],
		['a map without values', groupWith({ a: { type: 'object', 'meta:xdmType': 'map' } })],
		[
			'a map with properties',
			groupWith({ a: { ...mapOf({ type: 'string' }), properties: { b: { type: 'string' } } } }),
		],
		['a type that XDM does not have', groupWith({ a: { type: 'shoe' } })],
		['a list without items', groupWith({ a: { type: 'array' } })],
		['an empty enum', groupWith({ a: { type: 'string', enum: [] } })],
		['a pattern nobody can read', groupWith({ a: { type: 'string', pattern: '(' } })],
		['a reference to nowhere', groupWith({}, { allOf: [{ $ref: '#/definitions/none' }] })],
	])('%s', async (_, body) => {
		const { status, data } = await post('fieldgroups', body);
		expect([status, typeof (data.detail ?? data.title)]).toEqual([400, 'string']);
		expect((await client.get(`${BASE}/tenant/fieldgroups`, LIST)).data.results).toEqual([]);
	});

	it('also as a change', async () => {
		const { ofGroup } = await make();
		const broken = [{ op: 'add', path: inField('more'), value: { type: 'shoe' } }];
		expect((await client.patch(ofGroup, broken)).status).toBe(400);
		expect((await client.put(ofGroup, groupWith({ more: { type: 'shoe' } }))).status).toBe(400);
	});
});

it('names the class, the behaviour and the identity map among what a schema extends', async () => {
	const { schema, group } = await make();
	expect(schema['meta:extends']).toEqual([
		CLASS,
		'https://ns.adobe.com/xdm/data/time-series',
		'https://ns.adobe.com/xdm/context/identitymap',
		group.$id,
	]);
	const two = schemaOf([CLASS, CLASS], { title: 'Two' });
	expect((await post('schemas', two)).status).toBe(400);
});

describe('a change', () => {
	it('replaces a resource but for what the registry assigned', async () => {
		const { schema, ofSchema } = await make();
		const body = schemaOf([CLASS], { title: 'Renamed', $id: 'mine', 'meta:altId': 'mine' });
		const { status, data } = await client.put(ofSchema, body);
		expect(status).toBe(200);
		expect(data).toMatchObject({
			title: 'Renamed',
			$id: schema.$id,
			'meta:altId': schema['meta:altId'],
			'meta:class': CLASS,
			version: '1.1',
		});
		expect(data['meta:registryMetadata'].eTag).not.toBe(schema['meta:registryMetadata'].eTag);
		expect((await client.put(ofSchema)).status).toBe(400);
	});

	it('adds a field group, whose fields the full form then has', async () => {
		const { schema, ofSchema } = await make();
		const add = [{ op: 'add', path: '/allOf/-', value: { $ref: `${CLASS}-web` } }];
		const { data } = await client.patch(ofSchema, add);
		expect(data['meta:extends']).toContain(`${CLASS}-web`);
		expect(data['meta:class']).toBe(schema['meta:class']);
		const nowhere = [{ op: 'add', path: '/allOf/-', value: { $ref: 'https://x.test/' } }];
		expect((await client.patch(ofSchema, nowhere)).status).toBe(400);
	});

	it('keeps titles unique', async () => {
		const { ofSchema } = await make();
		await post('schemas', schemaOf([CLASS], { title: 'Other' }));
		const rename = (value: string) =>
			client.patch(ofSchema, [{ op: 'replace', path: '/title', value }]);
		expect((await rename('Other')).data.detail).toMatch(/^Title must be unique\./);
		expect((await rename('Chat Interaction')).status).toBe(200);
		await emulator.control.settings({ titlesUnique: 'acrossTypes' });
		const group = groupWith({ a: { type: 'string' } }, { title: 'Other' });
		expect((await post('fieldgroups', group)).data.detail).toMatch(/^Title must be unique\./);
	});

	it.each<[string, object[]]>([
		['a field removed', [{ op: 'remove', path: inField('email') }]],
		['another type', [{ op: 'replace', path: `${inField('email')}/type`, value: 'integer' }]],
		['fewer values', [{ op: 'add', path: `${inField('email')}/enum`, value: ['a'] }]],
		['a format', [{ op: 'add', path: `${inField('email')}/format`, value: 'email' }]],
	])('of a field group in use takes nothing away: %s', async (_, patch) => {
		const { group, ofGroup, schema } = await make();
		await makeDataset(schema.$id);
		const { status, data } = await client.patch(ofGroup, patch);
		expect(status).toBe(400);
		expect(data.detail).toMatch(/^Breaking changes are not supported for a schema in use/);
		const { data: after } = await client.get(ofGroup, accept('xed'));
		expect(after).toEqual(group);
	});

	it('of a field group in use may add fields', async () => {
		const { ofGroup, ofSchema, schema } = await make();
		await makeDataset(schema.$id);
		const more = [{ op: 'add', path: inField('name'), value: { type: 'string' } }];
		expect((await client.patch(ofGroup, more)).data.version).toBe('1.1');
		const { data } = await client.get(ofSchema, accept('xed-full'));
		expect(Object.keys(data.properties._acme.properties)).toEqual(['email', 'name']);
	});

	it('of a field group that no dataset relies on may take fields away', async () => {
		const { ofGroup } = await make({ a: { type: 'string' }, b: { type: 'string' } });
		const less = [{ op: 'remove', path: inField('a') }];
		expect((await client.patch(ofGroup, less)).status).toBe(200);
	});
});

describe('a deletion', () => {
	it('goes from the dataset over the schema to the field group', async () => {
		const { ofGroup, ofSchema, schema } = await make();
		const dataset = (await makeDataset(schema.$id)).data[0].replace('@', '');
		expect((await client.delete(ofGroup)).status).toBe(400);
		expect((await client.delete(ofSchema)).status).toBe(400);
		await client.delete(`/data/foundation/catalog${dataset}`);
		expect((await client.delete(ofSchema)).status).toBe(204);
		expect((await client.delete(ofGroup)).status).toBe(204);
		expect((await client.delete(ofGroup)).status).toBe(404);
	});

	it('of a schema enabled for Profile is refused, and so is its disabling', async () => {
		const { ofSchema } = await make();
		expect((await client.patch(ofSchema, union)).status).toBe(200);
		expect((await client.delete(ofSchema)).status).toBe(400);
		const disable = [{ op: 'remove', path: '/meta:immutableTags' }];
		expect((await client.patch(ofSchema, disable)).status).toBe(400);
	});
});

describe('the union of a class', () => {
	const id = `${CLASS}__union`;

	it('exists once a schema is enabled for Profile', async () => {
		expect((await client.get(`${BASE}/tenant/unions`, LIST)).data.results).toEqual([]);
		const { ofSchema, schema, group } = await make();
		await client.patch(ofSchema, union);
		const { data } = await client.get(`${BASE}/tenant/unions`, LIST);
		expect(data.results).toEqual([
			expect.objectContaining({ $id: id, 'meta:altId': '_xdm.context.experienceevent__union' }),
		]);
		for (const type of ['unions', 'schemas']) {
			const one = await client.get(
				`${BASE}/tenant/${type}/${encodeURIComponent(id)}`,
				accept('xed'),
			);
			expect(one.data).toMatchObject({
				title: `Union object for ${CLASS}`,
				allOf: [{ $ref: CLASS }, { $ref: group.$id }],
				'meta:resourceType': 'unions',
			});
		}
		const members = `property=meta:immutableTags==union&property=meta:class==${CLASS}`;
		const listed = await client.get(`${BASE}/tenant/schemas?${members}`, LIST);
		expect(listed.data.results).toEqual([expect.objectContaining({ $id: schema.$id })]);
		const address = `${BASE}/tenant/unions/${encodeURIComponent(id)}`;
		expect((await client.delete(address)).status).toBe(400);
		expect((await client.get(`${BASE}/stats`)).data.counts.unions).toBe(1);
	});
});

describe('a descriptor', () => {
	const path = `${BASE}/tenant/descriptors`;
	const identity = (schemaId: string, change: object = {}) => ({
		'@type': 'xdm:descriptorIdentity',
		'xdm:sourceSchema': schemaId,
		'xdm:sourceVersion': 1,
		'xdm:sourceProperty': '/_acme/email',
		'xdm:namespace': 'Email',
		'xdm:property': 'xdm:code',
		'xdm:isPrimary': true,
		...change,
	});

	it('comes back with its id, and is shown, replaced and deleted by it', async () => {
		const { schema } = await make();
		const made = await client.post(path, identity(schema.$id));
		expect(made.status).toBe(201);
		expect(made.data).toEqual({
			...identity(schema.$id),
			'@id': expect.stringMatching(/^[\da-f]{40}$/),
			'meta:containerId': 'tenant',
			imsOrg: '9C1D3A5E7F0B2468@AdobeOrg',
		});
		const id = made.data['@id'];
		const replaced = await client.put(
			`${path}/${id}`,
			identity(schema.$id, { 'xdm:namespace': 6, 'xdm:property': 'xdm:id' }),
		);
		expect(replaced.data).toEqual({ '@id': id });
		expect((await client.get(`${path}/${id}`)).data).toMatchObject({
			'@id': id,
			'xdm:namespace': 6,
			created: expect.any(Number),
		});
		expect((await client.delete(`${path}/${id}`)).status).toBe(204);
		expect((await client.get(`${path}/${id}`)).status).toBe(404);
	});

	it('is listed by its type, in the form of the Accept header', async () => {
		const { schema, ofSchema } = await make();
		const { data: made } = await client.post(path, identity(schema.$id));
		const id = made['@id'];
		const list = async (form: string) => (await client.get(path, accept(form, ''))).data;
		expect(await list('xdm-id')).toEqual({ 'xdm:descriptorIdentity': [id] });
		expect(await list('xdm-link')).toEqual({
			'xdm:descriptorIdentity': [`/tenant/descriptors/${id}`],
		});
		expect(await list('xdm')).toMatchObject({ 'xdm:descriptorIdentity': [made] });
		expect(await list('xdm-v2')).toMatchObject({ results: [made], _page: { count: 1 } });
		const wrong = await client.get(path, accept('xed', ''));
		expect([wrong.status, wrong.data.type]).toEqual([
			400,
			'http://ns.adobe.com/aep/errors/XDM-1008-400',
		]);
		const described = await client.get(ofSchema, accept('xed-full-desc'));
		expect(described.data['meta:descriptors']).toEqual([expect.objectContaining({ '@id': id })]);
	});

	it.each<[string, object]>([
		['a type that does not exist', { '@type': 'xdm:shoe' }],
		['a schema that does not exist', { 'xdm:sourceSchema': 'https://x.test/' }],
		['a field that does not exist', { 'xdm:sourceProperty': '/_acme/phone' }],
		['a path with a slash at its end', { 'xdm:sourceProperty': '/_acme/email/' }],
		['the tenant itself', { 'xdm:sourceProperty': '/_acme' }],
		['a namespace that does not exist', { 'xdm:namespace': 'email' }],
		['another major version', { 'xdm:sourceVersion': 2 }],
	])('is refused for %s', async (_, change) => {
		const { schema } = await make();
		expect((await client.post(path, identity(schema.$id, change))).status).toBe(400);
		expect((await client.post(path)).status).toBe(400);
	});

	it('makes no second primary identity', async () => {
		const { schema } = await make();
		const { data } = await client.post(path, identity(schema.$id));
		expect((await client.post(path, identity(schema.$id))).status).toBe(400);
		const same = await client.put(`${path}/${data['@id']}`, identity(schema.$id));
		expect(same.status).toBe(201);
		const second = identity(schema.$id, { 'xdm:isPrimary': false });
		expect((await client.post(path, second)).status).toBe(201);
	});

	it('makes the field of a primary identity required, and each object above it', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Described',
			format: 'xdm',
			authenticated: false,
			fieldGroup: () => groupWith({ email: { type: 'string' } }),
		});
		await client.post(path, identity(flow.schemaId));
		const send = async (entity: unknown) =>
			await http.post(`${flow.inletUrl}?syncValidation=true`, message(flow, entity));
		const bare = await send(event('1'));
		expect(JSON.stringify(bare.data)).toContain('required key [_acme] not found');
		const empty = await send(event('2', { _acme: {} }));
		expect(JSON.stringify(empty.data)).toContain('required key [email] not found');
		expect((await send(event('3', { _acme: { email: 'a@b.c' } }))).status).toBe(200);
	});
});

describe('a sample record', () => {
	it('has a value in each field and is valid', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Sample',
			format: 'xdm',
			authenticated: false,
			fieldGroupRefs: ['web', 'environment-details', 'channel', 'implementation-details'].map(
				(group) => `${CLASS}-${group}`,
			),
			fieldGroup: () =>
				groupWith({
					kind: { type: 'string', enum: ['a', 'b'] },
					tags: { type: 'array', items: { type: 'string', minLength: 9 } },
					small: { type: 'integer', maximum: 5 },
					map: {
						type: 'object',
						'meta:xdmType': 'map',
						additionalProperties: { type: 'integer' },
					},
					at: { type: 'string', format: 'date' },
				}),
		});
		const { data, status } = await client.get(
			`${BASE}/rpc/sampledata/${encodeURIComponent(flow.schemaId)}`,
		);
		expect(status).toBe(200);
		expect(data).toMatchObject({
			_id: '/uri-reference',
			timestamp: '2018-11-12T20:20:39+00:00',
			identityMap: { key: [{ authenticatedState: 'ambiguous', id: 'string', primary: false }] },
			_acme: {
				kind: 'a',
				tags: ['stringxxx'],
				small: 5,
				map: { key: 4862 },
				at: '2018-01-12',
			},
		});
		const sent = await http.post(`${flow.inletUrl}?syncValidation=true`, message(flow, data));
		expect(sent.data.report).toBeUndefined();
		expect(sent.status).toBe(200);
		expect((await client.get(`${BASE}/rpc/sampledata/x`)).status).toBe(404);
	});
});

describe('a form', () => {
	it('without text keeps fields that are called title', async () => {
		const { ofSchema } = await make({ title: { title: 'The title', type: 'string' } });
		const { data } = await client.get(ofSchema, accept('xed-full-notext'));
		expect(data.title).toBeUndefined();
		expect(data.properties._acme.properties).toEqual({
			title: { type: 'string', 'meta:xdmType': 'string' },
		});
	});

	it('of what Adobe brings can be full', async () => {
		const address = `${BASE}/global/fieldgroups/${encodeURIComponent(`${CLASS}-web`)}`;
		const full = await client.get(address, accept('xed-full'));
		expect(full.data.properties.web.properties.webPageDetails).toBeDefined();
		expect(full.data.allOf).toBeUndefined();
		const plain = await client.get(address, accept('xed'));
		expect(plain.data.allOf).toBeDefined();
		const mixin = await client.get(address.replace('fieldgroups', 'mixins'), accept('xed'));
		expect(mixin.data).toEqual(plain.data);
	});
});

it.each(['limit=5', 'start=a', 'orderby=title&limit=501', 'orderby=title&limit=x'])(
	'takes no pages by %s',
	async (query) => {
		expect((await client.get(`${BASE}/tenant/schemas?${query}`, LIST)).status).toBe(400);
	},
);
