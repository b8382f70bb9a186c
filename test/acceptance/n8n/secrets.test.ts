import axios from 'axios';
import { CLIENT_SECRET, CLIENT_SECRETS } from '../../../emulator/account.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { FaultAction } from '../../../emulator/controlClient.mts';
import { setUpAdobe, type DemoDataflow } from '../../../playground/adobe.mts';
import { emulatorCredential, publishExample } from '../../../playground/example.mts';
import { NO_TASK_RUNNER } from '../../../playground/n8nProgram.mts';
import { everythingShown, writings } from '../../harness/everythingShown.mts';
import { guardedTrigger } from '../../harness/guardedTrigger.mts';
import { manualRun, type PlainNode } from './manualRun.mts';
import { ownN8n, type OwnN8n } from '../../harness/ownN8n.mts';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

// A hundred runs in an n8n of its own, on a machine that may be busy.
jest.setTimeout(600_000);

const ADOBE = 'adobeExperiencePlatformApi';
const KEY = 'chatlioRecordIdKeyApi';
const PACKAGE = 'n8n-nodes-chatlio-aep';
/** Found everywhere: without it, nothing found would mean nothing looked at. */
const VISITOR = 'said-by-the-visitor-0451';

/** Made at run time, so that no file holds anything that looks like a secret. */
const made = (name: string) => `${name}-${Math.random().toString(36).slice(2)}-0123456789`;
const secrets = {
	'client secret': CLIENT_SECRET,
	'other client secret': CLIENT_SECRETS[1],
	'wrong client secret': made('p8e-wrong'),
	'basic auth password': made('pass:word'),
	'wrong password': made('guess:word'),
	'wrong token of a URL': made('guessed'),
	'API key of Chatlio': made('chatlio-key'),
	'key for record IDs': made('key-for-record-ids'),
} as Record<string, string>;

let own: OwnN8n;
let emulator: Emulator;
let chatlio: StubServer;
let stranger: StubServer;
let chatlioAnswer: StubAnswer = {};
let shown: Record<string, string>;
/** What callers of webhooks and of n8n's tests of credentials were told. */
const told: unknown[] = [];
const ended: Record<string, string | undefined> = {};

const conversation = (id: string) => ({ message: VISITOR, conversationUUID: id });

async function post(url: string, id: string, headers: Record<string, string> = {}) {
	const {
		status,
		data,
		headers: given,
	} = await axios.post<unknown>(url, conversation(id), {
		headers,
		validateStatus: () => true,
	});
	told.push([status, data, given]);
	return status;
}

/** Longer than any node waits, so that each of them ends at once. */
const LATER = { 'retry-after': '100000' };

const FAULTS: Array<[string, FaultAction]> = [
	['429', { status: 429, headers: LATER }],
	['500', { status: 500, headers: LATER, body: { title: 'Down' } }],
	['401', { status: 401, body: { message: 'Oauth token is not valid' } }],
	['403', { status: 403, body: { message: 'Forbidden' } }],
	['drop', { dropConnection: 'before' }],
	['lost reply', { dropConnection: 'after' }],
	['hang', { delayMs: 600_000 }],
];

/** Events by Secret in URL, accepted and not, with Adobe as it is and with each fault, for one way of going on. */
async function streamEvents(dataflow: DemoDataflow, onError: string, errorWorkflow: string) {
	const key = await own.api.saveCredential('Record IDs', KEY, {
		secretKey: secrets['key for record IDs'],
	});
	const { urlOf } = await publishExample(own.api, own.url, emulator.url, dataflow, (workflow) => {
		workflow.name = `Events: ${onError}`;
		workflow.settings = { ...workflow.settings, errorWorkflow };
		const node = workflow.nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
		node.onError = onError;
		node.parameters.options = { retrySeconds: 0, timeoutSeconds: 1 };
		const mapper = workflow.nodes.find(({ name }) => name === 'Chatlio to XDM')!;
		mapper.parameters.options = { recordIds: 'keyed' };
		mapper.credentials = { ...mapper.credentials, [KEY]: key };
	});
	const url = urlOf('new-conversation');
	secrets[`token of the URL, ${onError}`] = new URL(url).searchParams.get('token')!;
	const wrong = url.replace(/token=.*/, `token=${secrets['wrong token of a URL']}`);
	expect([await post(url, `${onError} good`), await post(wrong, 'bad')]).toEqual([200, 401]);
	for (const [name, action] of FAULTS) {
		await emulator.control.fault({ match: { path: '/collection' }, times: 0, action });
		await post(urlOf('new-conversation-wait'), `${onError} ${name}`);
		await emulator.control.clearFaults();
	}
}

async function eventsByPasswordAndByNone() {
	const password = secrets['basic auth password'];
	const basic = await guardedTrigger(
		own,
		'By password',
		{ authentication: 'basicAuth' },
		{ type: 'basicAuth', user: 'chatlio', password },
	);
	const open = await guardedTrigger(own, 'By none', {});
	for (const one of [password, secrets['wrong password']]) {
		const header = `Basic ${Buffer.from(`chatlio:${one}`).toString('base64')}`;
		secrets[`header with ${one.slice(0, 5)}`] = header.slice(6);
		const url = `${own.url}${basic.base}/new-conversation`;
		await post(url, 'by password', { authorization: header });
		// A secret where it is not asked for is not kept either.
		const guess = secrets['wrong token of a URL'];
		const query = `token=${guess}&password=${encodeURIComponent(one)}`;
		const path = `/new-conversation?${query}`;
		expect(await post(own.url + open.base + path, 'by none', { 'x-token': guess })).toBe(200);
	}
}

async function operations(errorWorkflow: string) {
	const good = emulatorCredential(emulator.url);
	const credential = async (change: object) => ({
		[ADOBE]: await own.api.saveCredential(`Adobe ${Object.keys(change)[0] ?? ''}`, ADOBE, {
			...good,
			...change,
		}),
	});
	const sandboxes = { resource: 'sandbox', operation: 'getMany' };
	const platform = { type: `${PACKAGE}.adobeExperiencePlatform`, parameters: sandboxes };
	const settings = { errorWorkflow };
	const run = async (name: string, node: PlainNode) =>
		(ended[name] = await manualRun(own.api, name, node, settings));

	for (const change of [
		{ clientSecret: secrets['wrong client secret'] },
		{ clientId: 'f'.repeat(32) },
		{ scopes: 'openid,unknown' },
		{ tokenUrl: `${emulator.url}/nowhere` },
		{ tokenUrl: 'http://127.0.0.1:9/ims', allowedHosts: `http://127.0.0.1:9 ${good.allowedHosts}` },
	]) {
		const [field] = Object.keys(change);
		told.push(await own.api.testCredential(`Adobe ${field}`, ADOBE, { ...good, ...change }));
		await run(`wrong ${field}`, { ...platform, credentials: await credential(change) });
	}
	for (const [name, action] of FAULTS.filter(([fault]) => fault !== 'hang')) {
		// A connection that is cut is waited out for a minute, so one service is enough for each kind.
		const cut: Record<string, string[]> = { drop: ['/ims/'], 'lost reply': ['/data/'] };
		for (const path of cut[name] ?? ['/ims/', '/data/']) {
			await emulator.control.fault({ match: { path }, times: 0, action });
			// Another secret each time: a refused token request is answered from memory for some seconds.
			const change = path === '/ims/' ? { scopes: `openid,${name.replace(' ', '_')}` } : {};
			const onError = name === '500' ? 'continueErrorOutput' : 'stopWorkflow';
			const credentials = await credential(change);
			await run(`${name} at ${path}`, { ...platform, onError, credentials });
			await emulator.control.clearFaults();
		}
	}
	const request = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: ADOBE,
		url: `${emulator.url}/data/foundation/sandbox-management/`,
	};
	const http = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 };
	const credentials = await credential({ allowedHttpRequestDomains: 'all' });
	await run('HTTP Request, closed', {
		...http,
		parameters: request,
		credentials: await credential({}),
	});
	for (const [name, parameters] of Object.entries({
		'HTTP Request': request,
		'HTTP Request to a stranger': { ...request, url: stranger.url },
		'HTTP Request by a proxy': { ...request, options: { proxy: stranger.url } },
		'HTTP Request unchecked': { ...request, options: { allowUnauthorizedCerts: true } },
		'HTTP Request with Host': {
			...request,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Host', value: stranger.host }] },
		},
	}))
		await run(name, { ...http, parameters, credentials });
}

async function askChatlio() {
	const apiKey = secrets['API key of Chatlio'];
	const credentials = {
		chatlioApi: await own.api.saveCredential('Chatlio', 'chatlioApi', {
			apiKey,
			apiUrl: chatlio.url,
		}),
	};
	const echo = { status: 401, body: { message: `unknown key ${apiKey}` } };
	const away = { status: 307, headers: { location: stranger.url } };
	const answers: StubAnswer[] = [{ body: [{ id: VISITOR }] }, echo, away, { drop: true }];
	for (const [index, answer] of answers.entries()) {
		chatlioAnswer = answer;
		for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput']) {
			const name = `Chatlio ${index} ${onError}`;
			const parameters = { resource: 'conversation', operation: 'getMany' };
			const node = { type: `${PACKAGE}.chatlio`, parameters, credentials, onError };
			ended[name] = await manualRun(own.api, name, node);
		}
		told.push(
			await own.api.testCredential('Chatlio', 'chatlioApi', { apiKey, apiUrl: chatlio.url }),
		);
	}
}

beforeAll(async () => {
	own = await ownN8n({
		...NO_TASK_RUNNER,
		N8N_LOG_LEVEL: 'debug',
		N8N_LOG_OUTPUT: 'console,file',
	});
	emulator = await startEmulator();
	chatlio = await stubServer(() => chatlioAnswer);
	stranger = await stubServer(() => ({}));
	const alarm = await own.api.saveWorkflow({
		name: 'Error workflow',
		nodes: [
			{
				id: '1',
				name: 'When Something Fails',
				type: 'n8n-nodes-base.errorTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	await own.api.publish(alarm);
	const dataflow = await setUpAdobe(own.api, emulator);
	for (const onError of ['continueErrorOutput', 'stopWorkflow', 'continueRegularOutput'])
		await streamEvents(dataflow, onError, alarm.id);
	await eventsByPasswordAndByNone();
	await operations(alarm.id);
	await askChatlio();
	shown = await everythingShown(own, emulator);
	shown['answers to callers'] = JSON.stringify(told);
	shown['how runs ended'] = JSON.stringify(ended);
});
afterAll(async () => {
	await own?.stop();
	await emulator?.stop();
	await chatlio?.close();
	await stranger?.close();
});

test('the runs include successes and failures, and the words of a visitor are found', () => {
	const executions = Object.keys(shown).filter((path) => path.startsWith('/executions/'));
	expect(executions.length).toBeGreaterThan(60);
	expect(shown['/executions?limit=100']).toContain('Error workflow');
	expect(shown.log).toContain('Received webhook "POST"');
	expect(shown.log).toMatch(/\bdebug\b/);
	for (const place of ['database', 'requests of the emulator'])
		expect(shown[place].length).toBeGreaterThan(1_000);
	expect(shown.database).toContain(VISITOR);
	expect(executions.some((path) => shown[path].includes(VISITOR))).toBe(true);
	expect(ended['HTTP Request']).toBeUndefined();
	expect(ended['wrong clientSecret']).toContain('does not accept the Client Secret');
	expect(ended['403 at /data/']).toContain('status 403');
	expect(ended['Chatlio 1 stopWorkflow']).toContain('does not accept the API key');
});

test('nothing that n8n shows, logs or stores has a token, secret, password, key or header', async () => {
	const { data } = await axios.post<{ access_token: string }>(
		`${emulator.url}/ims/token/v3`,
		new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: emulatorCredential(emulator.url).clientId,
			client_secret: CLIENT_SECRET,
			scope: 'openid',
		}),
	);
	// Every token of the emulator begins alike.
	secrets['access token'] = data.access_token.split('.')[0];
	const found = Object.entries(shown).flatMap(([place, text]) =>
		Object.entries(secrets)
			.filter(([, secret]) => writings(secret).some((written) => text.includes(written)))
			.map(([name]) => {
				const written = writings(secrets[name]).find((one) => text.includes(one))!;
				const at = text.indexOf(written);
				return `${name} in ${place}: ${text.slice(Math.max(0, at - 80), at)}[…]`;
			}),
	);
	expect(found).toEqual([]);
});

test('only the hosts of the credentials received requests', () => {
	expect(stranger.requests).toEqual([]);
	expect(ended['HTTP Request to a stranger']).toContain('only sent to Adobe');
	expect(ended['HTTP Request by a proxy']).toContain('through a proxy');
	expect(ended['HTTP Request unchecked']).toContain('certificate is not checked');
	expect(ended['HTTP Request with Host']).toContain('with a header host that a node sets');
	expect(ended['HTTP Request, closed']).toContain('prevent use within an HTTP Request');
});
