import { createProblem, problemText, type Problem } from '../../../../lib/problem/problem';
import { emulatorCredential } from '../../../../playground/example.mts';
import { PASSED, openCredentialDialog, type CredentialDialog } from './credentialDialog.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { stubServer, type StubServer } from '../../../harness/stubServer.mts';

let editor: Editor;
let dialog: CredentialDialog;

beforeAll(async () => {
	editor = await openEditor();
});
afterAll(async () => await editor?.close());

describe('the dialog of the Adobe Experience Platform credential', () => {
	let right: ReturnType<typeof emulatorCredential>;

	beforeAll(async () => {
		right = emulatorCredential(editor.emulator.url);
		dialog = await openCredentialDialog(editor, 'Adobe Experience Platform API');
	});
	afterEach(async () => await editor.emulator.control.clearFaults());
	afterAll(async () => await dialog.close());

	it('says where in Adobe Developer Console the values are, and what else the project needs', async () => {
		const notice = dialog.root.getByText('shows the first three values');
		expect(await notice.innerText()).toBe(
			'Adobe Developer Console > your project > OAuth Server-to-Server shows the first three values. The project needs the Experience Platform API with a product profile. Its technical account needs a role with your sandbox in Adobe’s Permissions.',
		);
		expect(await notice.getByRole('link').getAttribute('href')).toBe(
			'https://developer.adobe.com/console',
		);
	});

	it.each([
		['clientId', 'In the project, under OAuth Server-to-Server, as Client ID or API key'],
		['clientSecret', 'under OAuth Server-to-Server, after you click Retrieve client secret'],
		['organizationId', 'under OAuth Server-to-Server. It ends with @AdobeOrg.'],
		['scopes', 'under OAuth Server-to-Server. Separate them with commas.'],
		['sandbox', 'The name of the sandbox in lowercase, not its title'],
		['tokenUrl', 'Change it only for another environment'],
		['platformUrl', 'Change it only for another environment'],
		['allowedHosts', "Hosts other than Adobe's"],
		[
			'allowedHosts',
			'Only a host that you write with http:// also receives the credential without',
		],
		['allowedHttpRequestDomains', "n8n's HTTP Request and GraphQL nodes can use this credential"],
	])('says where the value of %s comes from', async (field, words) => {
		expect(await dialog.about(field)).toContain(words);
	});

	it('says what other nodes can do with it after it is opened to them', async () => {
		const notice = dialog.root
			.getByText('can use this credential in a workflow can then read its access token')
			.filter({ visible: true });
		expect(await notice.count()).toBe(0);
		await dialog.choose('allowedHttpRequestDomains', 'Yes');
		await notice.waitFor();
		await dialog.choose('allowedHttpRequestDomains', 'No');
		await notice.waitFor({ state: 'detached' });
	});

	const wrongHost = (field: string, host: string) =>
		createProblem('credential.hostNotAllowed', { host: `"${host}"`, field, entry: host });

	it.each<[string, Partial<typeof right>, Problem]>([
		['Client ID', { clientId: 'nobody' }, createProblem('credential.clientIdUnknown', {})],
		[
			'Client Secret',
			{ clientSecret: 'p8e-old' },
			createProblem('credential.clientSecretRejected', {}),
		],
		[
			'Organization ID',
			{ organizationId: 'Acme' },
			createProblem('credential.organizationIdInvalid', {}),
		],
		['Scopes', { scopes: 'openid,everything' }, createProblem('credential.scopesRejected', {})],
		[
			'Sandbox',
			{ sandbox: 'production' },
			createProblem('credential.sandboxNotAllowed', {
				sandbox: 'production',
				allowed: 'prod, dev',
			}),
		],
		['Token URL', { tokenUrl: 'https://ims.example/token' }, wrongHost('Token URL', 'ims.example')],
		[
			'Platform URL',
			{ platformUrl: 'https://platform.example' },
			wrongHost('Platform URL', 'platform.example'),
		],
	])('says what happened and what to change if %s is wrong', async (_, wrong, problem) => {
		await dialog.fill({ ...right, ...wrong });
		// The token service's own words may follow.
		const told = (await dialog.save()) ?? '';
		expect(told.replace(/ Adobe says: .*$/, '')).toBe(problemText(problem));
	});

	it('names the product profile that the project lacks', async () => {
		await editor.emulator.control.fault({
			match: { path: '/sandbox-management' },
			times: 0,
			action: { status: 403, body: { error_code: '403025', message: 'Profile is not valid' } },
		});
		await dialog.fill(right);
		expect(await dialog.save()).toMatch(
			/^The credential has no product profile.*\. .* add a product profile/,
		);
		await editor.picture('adobe-credential-refused');
	});

	it('names the role that the account lacks', async () => {
		await editor.emulator.control.fault({
			match: { path: '/sandbox-management' },
			times: 0,
			action: { status: 200, body: { sandboxes: [] } },
		});
		await dialog.fill({ ...right, scopes: `${right.scopes} ` });
		const values = { sandbox: right.sandbox, allowed: 'none' };
		const problem = createProblem('credential.sandboxNotAllowed', values);
		expect(await dialog.save()).toBe(problemText(problem));
	});

	it('says so if everything is correct', async () => {
		await dialog.fill(right);
		expect(await dialog.save()).toBe(PASSED);
	});
});

describe('the dialog of the Chatlio credential', () => {
	let chatlio: StubServer;
	let status = 401;

	beforeAll(async () => {
		chatlio = await stubServer(() => ({ status, body: { conversations: [] } }));
		dialog = await openCredentialDialog(editor, 'Chatlio API');
	});
	afterAll(async () => {
		await dialog.close();
		await chatlio.close();
	});

	it('says where the API key is in Chatlio', async () => {
		expect(await dialog.about('apiKey')).toContain(
			'In Chatlio: your widget > Behavior > Webhooks and post-chat actions > API Key',
		);
	});

	it('says what other nodes can do with it after it is opened to them', async () => {
		const notice = dialog.root
			.getByText('can then call all of Chatlio’s API with its key: treat the key as known to them')
			.filter({ visible: true });
		expect(await notice.count()).toBe(0);
		await dialog.choose('allowedHttpRequestDomains', 'Yes');
		await notice.waitFor();
		await dialog.choose('allowedHttpRequestDomains', 'No');
		await notice.waitFor({ state: 'detached' });
	});

	it.each<[number, string]>([
		[401, 'Chatlio does not accept the API key. Copy it into the credential again'],
		[403, 'ask Chatlio whether your plan has the server API'],
		[404, 'Chatlio answered with status 404 at the API URL. Check the field API URL'],
	])('says what to change when Chatlio answers %d', async (answered, words) => {
		status = answered;
		await dialog.fill({ apiKey: `key-${answered}`, apiUrl: chatlio.url });
		expect(await dialog.save()).toContain(words);
	});

	it('names the API URL if nothing answers there, and says what to check', async () => {
		await dialog.fill({ apiKey: 'key', apiUrl: 'http://127.0.0.1:9' });
		expect(await dialog.save()).toBe(
			'Chatlio cannot be reached at the API URL: no connection to 127.0.0.1:9: nothing accepts connections there. Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com. Check the address, and whether a firewall or a proxy keeps n8n from this host.',
		);
	});

	it('says so if the key is correct', async () => {
		status = 200;
		await dialog.fill({ apiKey: 'key-that-fits', apiUrl: chatlio.url });
		expect(await dialog.save()).toBe(PASSED);
	});
});

describe('the dialog of the Chatlio Webhook credential', () => {
	beforeAll(async () => {
		dialog = await openCredentialDialog(editor, 'Chatlio Webhook API');
	});
	afterAll(async () => await dialog.close());

	it('says how to create the secret and where it goes in Chatlio', async () => {
		const about = await dialog.about('secret');
		expect(about).toContain(
			'Use a password manager or the command openssl rand -hex 24 to create one',
		);
		expect(about).toContain(
			'your widget > Behavior > Webhooks and post-chat actions, append ?token=',
		);
		expect(about).toContain('Make one up: at least 16 letters');
	});

	it.each([
		['guess', 'Secret: use at least 16 characters, so that nobody can guess it'],
		[
			'four words and spaces',
			'Secret: use only letters, digits, and - . _ ~, because it goes into a URL as it is',
		],
	])('says what to change about the secret "%s"', async (secret, sentence) => {
		await dialog.fill({ secret });
		expect(await dialog.save()).toBe(sentence);
	});

	it('says so if the secret protects the webhooks', async () => {
		await dialog.fill({ secret: 'ab'.repeat(12) });
		expect(await dialog.save()).toBe(PASSED);
	});
});

describe('the dialog of the Chatlio Record ID Key credential', () => {
	beforeAll(async () => {
		dialog = await openCredentialDialog(editor, 'Chatlio Record ID Key API');
	});
	afterAll(async () => await dialog.close());

	it('says how to create the key, and to keep it', async () => {
		const about = await dialog.about('secretKey');
		expect(about).toContain('The command openssl rand -hex 32 creates one');
		expect(about).toContain('Keep a copy: n8n does not show it again');
	});

	it.each([
		['f0f0', 'Key: use at least 32 characters, such as what openssl rand -hex 32 writes'],
		[
			`${'f0'.repeat(16)} `,
			'Key: use only unaccented letters, digits and punctuation marks, without spaces',
		],
	])('says what to change about the key "%s"', async (key, sentence) => {
		await dialog.fill({ secretKey: key });
		expect(await dialog.save()).toBe(sentence);
	});

	it('says so if the key can be used', async () => {
		await dialog.fill({ secretKey: 'f0'.repeat(32) });
		expect(await dialog.save()).toBe(PASSED);
	});
});
