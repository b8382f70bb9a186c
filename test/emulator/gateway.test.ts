import type { AxiosInstance } from 'axios';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;

beforeAll(async () => {
	emulator = await startEmulator();
	client = await platform(emulator.url);
});
afterAll(async () => await emulator.stop());

const FLOWS = '/data/foundation/flowservice/flows';
const DATASETS = '/data/foundation/catalog/dataSets';

/** Everything wrong at once: the first header of the list that is missing decides. */
const without = (...names: string[]) => ({
	headers: Object.fromEntries(names.map((name) => [name, undefined])),
});
const REST = ['x-api-key', 'x-gw-ims-org-id', 'x-sandbox-name'];

it.each([
	[without('Authorization', ...REST), 403, '403010', 'Oauth token is missing.'],
	[{ headers: { Authorization: 'Bearer x' } }, 401, '401013', 'Oauth token is not valid'],
	[without(...REST), 403, '403000', 'Api Key is required'],
	[{ headers: { 'x-api-key': 'wrong' } }, 403, '403003', 'Api Key is invalid'],
	[without('x-gw-ims-org-id', 'x-sandbox-name'), 400, '400003', 'Missing header'],
	[{ headers: { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' } }, 403, '403025', 'Profile is not valid'],
])('refuses %j with %s', async (request, status, error_code, message) => {
	const reply = await client.get(DATASETS, request);
	expect(reply.status).toBe(status);
	expect(reply.data).toEqual({ error_code, message });
});

it.each([
	[without('x-gw-ims-org-id', 'x-sandbox-name'), 401, 'FLOW-2002-401'],
	[{ headers: { 'x-gw-ims-org-id': '' } }, 401, 'FLOW-2001-401'],
	[{ headers: { 'x-gw-ims-org-id': 'OTHER@AdobeOrg' } }, 401, 'FLOW-2000-401'],
	[without('x-sandbox-name'), 400, 'FLOW-2105-400'],
	[{ headers: { 'x-sandbox-name': 'nowhere' } }, 404, 'FLOW-2100-404'],
])('lets Flow Service refuse %j in its own envelope', async (request, status, code) => {
	const reply = await client.get(FLOWS, request);
	expect(reply.status).toBe(status);
	expect(reply.data).toMatchObject({
		type: `https://ns.adobe.com/aep/errors/${code}`,
		status,
		report: { 'detailed-message': expect.any(String), 'request-id': expect.any(String) },
		errorMessage: expect.any(String),
		errorDetails: expect.any(String),
	});
});

it('takes the default sandbox where none is named, outside of Flow Service', async () => {
	expect((await client.get(DATASETS, without('x-sandbox-name'))).status).toBe(200);
});

it('wants a content type on what is written', async () => {
	const headers = { 'content-type': 'text/plain' };
	const { status, data } = await client.post(DATASETS, 'hello', { headers });
	expect(status).toBe(400);
	expect(data).toMatchObject({
		status: 400,
		title: 'BadRequestError',
		detail: 'A valid content-type must be specified',
	});
});

it('refuses what is no JSON', async () => {
	const headers = { 'content-type': 'application/json' };
	expect((await client.post(DATASETS, '{"name":', { headers })).status).toBe(400);
});

it('keeps the sandboxes apart', async () => {
	const identities = '/data/core/idnamespace/identities';
	await client.post(
		identities,
		{ name: 'Dev', code: 'DevOnly', idType: 'Device' },
		{
			headers: { 'x-sandbox-name': 'dev' },
		},
	);
	const codes = async (sandbox: string) => {
		const { data } = await client.get(identities, { headers: { 'x-sandbox-name': sandbox } });
		return data.map(({ code }: { code: string }) => code);
	};
	expect(await codes('dev')).toContain('DevOnly');
	expect(await codes('prod')).not.toContain('DevOnly');
});

it('lists the sandboxes to every account, without a sandbox header', async () => {
	const path = '/data/foundation/sandbox-management/';
	const { status, data } = await client.get(path, without('x-sandbox-name'));
	expect(status).toBe(200);
	expect(data.sandboxes).toEqual([
		expect.objectContaining({ name: 'prod', title: 'Prod', state: 'active', isDefault: true }),
		expect.objectContaining({ name: 'dev', type: 'development', isDefault: false }),
	]);
	expect(data._page).toEqual({ limit: 50, count: 2 });
	expect(data._links.page).toEqual({
		href: `${emulator.url}${path}?limit={limit}&offset={offset}`,
		templated: true,
	});
});

it('gives sandboxes in pages, for which limit and offset come together', async () => {
	const path = '/data/foundation/sandbox-management/';
	const { data } = await client.get(`${path}?limit=1&offset=1`);
	expect(data.sandboxes).toEqual([expect.objectContaining({ name: 'dev' })]);
	expect(data._page).toEqual({ limit: 1, count: 1 });
	for (const query of ['limit=1', 'offset=1', 'limit=0&offset=0', 'limit=x&offset=0']) {
		expect((await client.get(`${path}?${query}`)).status).toBe(400);
	}
});

it('keeps the list of all sandboxes for administrators', async () => {
	expect((await client.get('/data/foundation/sandbox-management/sandboxes')).status).toBe(403);
});

describe('identity namespaces', () => {
	const path = '/data/core/idnamespace/identities';

	it('come with the standard ones', async () => {
		const { data } = await client.get(path);
		expect(data).toContainEqual(
			expect.objectContaining({ id: 6, code: 'Email', idType: 'Email', custom: false }),
		);
	});

	it('are made once, with letters and digits', async () => {
		const body = { name: 'Chatlio visitor', code: 'ChatlioVisitor', idType: 'CROSS_DEVICE' };
		const made = await client.post(path, body);
		expect(made.status).toBe(200);
		expect(made.data).toMatchObject({ ...body, id: expect.any(Number), custom: true });
		expect((await client.post(path, body)).status).toBe(400);
		expect((await client.post(path, { ...body, code: 'with-dash' })).status).toBe(400);
		expect((await client.post(path, { ...body, code: 'New', idType: 'shoe' })).status).toBe(400);
		expect((await client.post(path, { ...body, code: 'chatliovisitor' })).status).toBe(400);
		expect((await client.post(path, { ...body, code: 'New', name: '' })).status).toBe(400);
		expect((await client.post(path)).status).toBe(400);
	});

	it("have the form of Adobe's example, and stay for ever", async () => {
		const body = {
			name: 'Loyalty Member',
			code: 'Loyalty',
			description: 'Loyalty Program Member ID',
			idType: 'Cross_device',
		};
		const { data } = await client.post(path, body);
		expect(data).toEqual({
			...body,
			id: expect.any(Number),
			status: 'ACTIVE',
			custom: true,
			createTime: expect.any(Number),
			updateTime: expect.any(Number),
		});
		expect((await client.get(`${path}/${data.id}`)).data).toEqual(data);
		expect((await client.delete(`${path}/${data.id}`)).status).toBe(404);
		expect((await client.get(path)).data).toContainEqual(data);
		expect((await client.get(`${path}/1`)).status).toBe(404);
	});
});
