import type { AxiosInstance } from 'axios';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let groupId: string;
let schemaId: string;

const REGISTRY = '/data/foundation/schemaregistry/tenant';
const DESCRIPTORS = `${REGISTRY}/descriptors`;
const CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
const ENVIRONMENT = 'https://ns.adobe.com/xdm/context/experienceevent-environment-details';

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.stop());

beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	const fields = {
		email: { type: 'string' },
		visitor: { type: 'object', properties: { id: { type: 'string' } } },
		lines: {
			type: 'array',
			items: { type: 'object', properties: { text: { type: 'string' } } },
		},
	};
	groupId = await create('fieldgroups', {
		title: 'Chat',
		type: 'object',
		definitions: { chat: { properties: { _acme: { type: 'object', properties: fields } } } },
		allOf: [{ $ref: '#/definitions/chat' }],
	});
	schemaId = await create('schemas', {
		title: 'Chats',
		type: 'object',
		allOf: [CLASS, ENVIRONMENT, groupId].map(($ref) => ({ $ref })),
	});
});

async function create(type: string, body: object): Promise<string> {
	const { status, data } = await client.post(`${REGISTRY}/${type}`, body);
	expect(status).toBe(201);
	return data.$id as string;
}

const label = (change: object = {}) => ({
	'@type': 'xdm:descriptorLabel',
	'xdm:sourceSchema': groupId,
	'xdm:sourceVersion': 1,
	'xdm:sourceProperty': '/_acme/email',
	'xdm:labels': ['core/I1'],
	...change,
});

const post = async (change: object = {}) => await client.post(DESCRIPTORS, label(change));

const list = async (property?: string, form = 'xdm-v2') => {
	const headers = { Accept: `application/vnd.adobe.${form}+json` };
	return (await client.get(DESCRIPTORS, { headers, params: { property } })).data;
};

describe('a data usage label', () => {
	it.each<[string, () => object]>([
		['a field of a field group', () => ({})],
		['a field of a schema', () => ({ 'xdm:sourceSchema': schemaId })],
		[
			'a field of Adobe’s field group',
			() => ({ 'xdm:sourceSchema': ENVIRONMENT, 'xdm:sourceProperty': '/environment/ipV4' }),
		],
		['a field in an object', () => ({ 'xdm:sourceProperty': '/_acme/visitor/id' })],
		['a list', () => ({ 'xdm:sourceProperty': '/_acme/lines' })],
		['a field, with a label of the organization', () => ({ 'xdm:labels': ['custom/Vip'] })],
		['a field, with the other key', () => ({ 'xdm:labels': undefined, 'xdm:label': ['core/C2'] })],
	])('can mark %s', async (_, change) => {
		const { status, data } = await post(change());
		expect([status, data]).toEqual([
			201,
			expect.objectContaining({ ...JSON.parse(JSON.stringify(label(change()))) }),
		]);
		expect((await list()).results).toEqual([expect.objectContaining({ '@id': data['@id'] })]);
	});

	it.each<[string, () => object]>([
		['a field that does not exist', () => ({ 'xdm:sourceProperty': '/_acme/phone' })],
		['an object', () => ({ 'xdm:sourceProperty': '/_acme/visitor' })],
		['the tenant', () => ({ 'xdm:sourceProperty': '/_acme' })],
		['a schema that does not exist', () => ({ 'xdm:sourceSchema': 'https://x.test/' })],
		['no label', () => ({ 'xdm:labels': [] })],
		['a label that Adobe does not have', () => ({ 'xdm:labels': ['core/I3'] })],
		['a label of neither', () => ({ 'xdm:labels': ['I1'] })],
		['another major version', () => ({ 'xdm:sourceVersion': 2 })],
	])('is refused for %s', async (_, change) => {
		expect((await post(change())).status).toBe(400);
		expect((await list()).results).toEqual([]);
	});

	it('is one per field of a resource', async () => {
		expect((await post()).status).toBe(201);
		expect((await post({ 'xdm:labels': ['core/C2'] })).status).toBe(400);
	});

	it('can be replaced and deleted', async () => {
		const path = `${DESCRIPTORS}/${(await post()).data['@id']}`;
		const labels = ['core/I1', 'core/C2'];
		expect((await client.put(path, label({ 'xdm:labels': labels }))).status).toBe(201);
		expect((await client.get(path)).data).toMatchObject({ 'xdm:labels': labels });
		expect((await client.delete(path)).status).toBe(204);
		expect((await list()).results).toEqual([]);
	});

	it.each<['fieldGroup' | 'schema', () => string, () => string]>([
		['fieldGroup', () => groupId, () => schemaId],
		['schema', () => schemaId, () => groupId],
	])('can be restricted to one kind of resource: %s', async (labelSource, right, wrong) => {
		await emulator.control.settings({ labelSource });
		expect((await post({ 'xdm:sourceSchema': right() })).status).toBe(201);
		expect((await post({ 'xdm:sourceSchema': wrong() })).status).toBe(400);
	});
});

describe('without the permission for labels', () => {
	it('every change is refused with 403, and reading is not', async () => {
		const path = `${DESCRIPTORS}/${(await post()).data['@id']}`;
		await emulator.control.settings({ mayLabel: false });
		const replies = [await post(), await client.put(path, label()), await client.delete(path)];
		expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
		expect((await list()).results).toHaveLength(1);
	});

	it('other descriptors are registered as always', async () => {
		await emulator.control.settings({ mayLabel: false });
		const identity = {
			'@type': 'xdm:descriptorIdentity',
			'xdm:sourceSchema': schemaId,
			'xdm:sourceVersion': 1,
			'xdm:sourceProperty': '/_acme/email',
			'xdm:namespace': 'Email',
			'xdm:property': 'xdm:code',
		};
		expect((await client.post(DESCRIPTORS, identity)).status).toBe(201);
	});
});

describe('a list of descriptors', () => {
	const ofType = '@type==xdm:descriptorLabel';

	it('can be filtered by any property, in both forms', async () => {
		await post();
		await post({ 'xdm:sourceSchema': schemaId });
		const display = { '@type': 'xdm:alternateDisplayInfo', 'xdm:sourceSchema': schemaId };
		await client.post(DESCRIPTORS, { ...label(), ...display, 'xdm:title': { en_us: 'Mail' } });
		expect((await list()).results).toHaveLength(3);
		expect((await list(ofType)).results).toHaveLength(2);
		expect((await list(`xdm:sourceSchema==${groupId}`)).results).toHaveLength(1);
		expect(Object.keys(await list(ofType, 'xdm'))).toEqual(['xdm:descriptorLabel']);
	});

	it('is paged, with at most 300 on a page', async () => {
		await post();
		await post({ 'xdm:sourceSchema': schemaId });
		const headers = { Accept: 'application/vnd.adobe.xdm-v2+json' };
		const page = async (params: object) => await client.get(DESCRIPTORS, { headers, params });
		const { data: first } = await page({ limit: 1 });
		const { data: second } = await page({ limit: 1, start: first._page.next });
		expect([...first.results, ...second.results]).toHaveLength(2);
		expect(second._page.next).toBeNull();
		expect((await page({ limit: 301 })).status).toBe(400);
	});
});
