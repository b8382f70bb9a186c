import { emulatorCredential } from '../../playground/example.mts';
import type { N8nApi } from '../../playground/n8n-api.mts';
import { addresses, signedIn } from '../harness/running.mts';
import { stubServer } from '../harness/stubServer.mts';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const ADOBE = 'adobeExperiencePlatformApi';
const WEBHOOK = 'chatlioWebhookApi';

let n8n: N8nApi;
let good: ReturnType<typeof emulatorCredential>;

beforeAll(async () => {
	n8n = signedIn();
	good = emulatorCredential(addresses().emulator);
});

describe('n8n’s own test of the Adobe credential', () => {
	it('accepts the right one', async () => {
		const { message, status } = await n8n.testCredential('right', ADOBE, good);
		expect({ message, status }).toEqual({ message: expect.any(String), status: 'OK' });
	});

	test.each([
		['clientId', 'f'.repeat(32), /client id/i],
		['clientSecret', 'p8e-wrong', /client secret/i],
		['organizationId', 'ABCDEF0123456789@AdobeOrg', /organization/i],
		['scopes', 'openid,unknown_scope', /scope/i],
		['sandbox', 'nowhere', /sandbox/i],
		['tokenUrl', 'http://127.0.0.1:9/ims/token/v3', /token url|allowed hosts/i],
		['platformUrl', 'http://127.0.0.1:9', /platform url|allowed hosts/i],
	])('says that %s is wrong', async (field, value, words) => {
		const { message, status } = await n8n.testCredential(`wrong ${field}`, ADOBE, {
			...good,
			[field]: value,
		});
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(words) });
		expect(message).not.toContain(good.clientSecret);
	});
});

describe('n8n’s own test of the webhook credential', () => {
	it('accepts a good secret and advises on a short one', async () => {
		const test = async (secret: string) =>
			await n8n.testCredential('webhook', WEBHOOK, { type: 'secretInUrl', secret });
		expect((await test('0123456789abcdef0123456789')).status).toBe('OK');
		expect(await test('short')).toEqual({
			status: 'Error',
			message: expect.stringMatching(/16/),
		});
	});
});

describe('n8n’s own test of the key for record IDs', () => {
	it('accepts a good key and advises on a short one', async () => {
		const test = async (key: string) =>
			await n8n.testCredential('record IDs', 'chatlioRecordIdKeyApi', { secretKey: key });
		expect((await test('f0'.repeat(32))).status).toBe('OK');
		expect(await test('f0'.repeat(15))).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^Key: use at least 32 characters/),
		});
	});
});

test.each([
	[200, 'OK', /./],
	[401, 'Error', /^Chatlio does not accept the API key\. Copy it/],
	[403, 'Error', /ask Chatlio whether your plan has the server API/],
	[404, 'Error', /^Chatlio answered with status 404 at the API URL\. Check the field API URL/],
])(
	'n8n’s own test of the Chatlio API credential explains status %s',
	async (status, ...expected) => {
		const chatlio = await stubServer(() => ({ status, body: { result: [] } }));
		try {
			const row = { apiKey: 'a-key-of-chatlio', apiUrl: chatlio.url };
			const result = await n8n.testCredential(`Chatlio ${status}`, 'chatlioApi', row);
			const [outcome, message] = expected;
			expect(result).toEqual({ status: outcome, message: expect.stringMatching(message) });
		} finally {
			await chatlio.close();
		}
	},
);

test('n8n never returns the secret or the token of a saved credential', async () => {
	await n8n.testCredential('Kept', ADOBE, good);
	const { id } = await n8n.saveCredential('Kept', ADOBE, good);
	const shown = JSON.stringify(await n8n.get(`/credentials/${id}?includeData=true`));
	expect(shown).toContain(good.clientId);
	expect(shown).not.toContain(good.clientSecret);
	expect(shown).not.toMatch(/eyJ/);
});
