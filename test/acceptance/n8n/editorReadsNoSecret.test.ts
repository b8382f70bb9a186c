import { CLIENT_SECRET } from '../../../emulator/account.mts';
import type { N8nApi, WorkflowNode } from '../../../playground/n8n-api.mts';
import { adobeRow } from '../../harness/adobe';
import { writings } from '../../harness/everythingShown.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

// Some two hundred requests of n8n's own node, on a machine that may be busy.
jest.setTimeout(600_000);

/** Secrets that the service issues and expects. */
const ISSUED = 'issued-by-the-stub-0123456789';
const GIVEN = 'key-of-the-account-0123456789';
const SECRETS = [ISSUED, CLIENT_SECRET, GIVEN, `${GIVEN}:`];
const TOKEN_PATH = '/ims/token/v3';

/** Responses of the service, by the end of the path. */
const ANSWERS: Record<string, (request: SeenRequest) => StubAnswer> = {
	echo: ({ headers }) => ({ body: { headers } }),
	...Object.fromEntries(
		[400, 401, 403, 500].map((status) => [
			`status-${status}`,
			() => ({ status, body: { message: `Rejected with ${status}` } }),
		]),
	),
	dropped: () => ({ drop: true }),
	redirected: () => ({ status: 307, headers: { location: stranger.url } }),
	slow: () => ({ delayMs: 600_000 }),
};

/** Settings of n8n's node that continue after an unsuccessful response. A node that stops ends its run, so it runs separately. */
const MODES: Record<string, { node?: object; response?: object }> = {
	continue: { node: { onError: 'continueRegularOutput' } },
	'continue with error output': { node: { onError: 'continueErrorOutput' } },
	'never error, full response': {
		node: { onError: 'continueRegularOutput' },
		response: { neverError: true, fullResponse: true },
	},
	retry: {
		// n8n takes 0 for a second.
		node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	},
};

const VERSIONS = [4.2, 4.5];

/** Puts every text that can be reached from an expression into one, whether it is enumerable or not. */
const walkFrom = (name: string) => `={{ (() => {
	const texts = [];
	const seen = [];
	const known = ['auth', 'authorization', 'Authorization', 'cause', 'config', 'context', 'description', 'error',
		'errorResponse', 'headers', 'message', 'messages', 'options', 'password', 'request', 'response', 'stack', 'username'];
	const walk = (value, depth) => {
		if (typeof value === 'string') texts.push(value);
		if (value === null || typeof value !== 'object' || depth > 9 || seen.includes(value)) return;
		seen.push(value);
		let names = Object.keys(value);
		try { names = names.concat(Object.getOwnPropertyNames(value)); } catch (error) {}
		for (const name of names.concat(known)) { try { walk(value[name], depth + 1); } catch (error) {} }
	};
	const roots = [
		() => $json, () => $json.error, () => $input.all(), () => $input.item, () => $execution, () => $workflow,
		() => $prevNode, () => $('${name}').all(), () => $('${name}').item, () => $('${name}').params,
		() => $('${name}').context, () => $node['${name}'], () => $node['${name}'].json,
		() => $node['${name}'].context, () => $node['${name}'].context.response, () => $node['${name}'].runIndex,
	];
	for (const root of roots) { try { walk(root(), 0); } catch (error) {} }
	return 'looked: ' + texts.join(' | ');
})() }}`;

const PAGINATION = {
	pagination: {
		paginationMode: 'responseContainsNextURL',
		nextURL: '={{ $response.body.next || $request.uri }}',
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $pageCount > 1 }}',
		limitPagesFetched: true,
		maxRequests: 2,
	},
};

interface Case {
	version: number;
	mode: string;
	answer: string;
	paged: boolean;
}

const CASES: Case[] = VERSIONS.flatMap((version) =>
	Object.keys(MODES).flatMap((mode) =>
		Object.keys(ANSWERS).flatMap((answer) =>
			[false, true].map((paged) => ({ version, mode, answer, paged })),
		),
	),
);
const titleOf = ({ version, mode, answer, paged }: Case) =>
	`${version} ${mode} ${answer}${paged ? ' paged' : ''}`;

let n8n: N8nApi;
let service: StubServer;
let stranger: StubServer;

beforeAll(async () => {
	n8n = signedIn();
	service = await stubServer((request) => {
		if (request.url === TOKEN_PATH) return { body: { access_token: ISSUED, expires_in: 86_399 } };
		const answer = Object.keys(ANSWERS).find((name) => request.url.includes(name)) ?? 'echo';
		return ANSWERS[answer](request);
	});
	stranger = await stubServer(() => ({}));
});
afterAll(async () => {
	await service?.close();
	await stranger?.close();
});
beforeEach(() => void service.requests.splice(0));

const TYPES = {
	Adobe: 'adobeExperiencePlatformApi',
	Chatlio: 'chatlioApi',
} as const;
type Owner = keyof typeof TYPES;

/** A row as it was saved before the credential had the field, unless the owner opened it. */
async function credentialOf(owner: Owner, opened: boolean) {
	const row = owner === 'Adobe' ? adobeRow(service.url) : { apiKey: GIVEN, apiUrl: service.url };
	return {
		[TYPES[owner]]: await n8n.saveCredential(
			`${owner}, ${opened ? 'opened' : 'closed'}`,
			TYPES[owner],
			{ ...row, ...(opened && { allowedHttpRequestDomains: 'all' }) },
		),
	};
}

function requestNode(owner: Owner, one: Case, credentials: WorkflowNode['credentials']) {
	const { node, response } = MODES[one.mode] ?? {};
	return {
		name: titleOf(one),
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: one.version,
		credentials,
		parameters: {
			url: `${service.url}/data/${one.answer}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: TYPES[owner],
			options: {
				timeout: one.answer === 'slow' ? 400 : 60_000,
				...(response && { response: { response } }),
				...(one.paged && { pagination: PAGINATION }),
			},
		},
		...node,
	};
}

const lookNode = (name: string) => ({
	name: `Look at ${name}`,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: [{ id: '1', name: 'seen', type: 'string', value: walkFrom(name) }],
		},
		options: {},
	},
	onError: 'continueRegularOutput',
});

/** Returns everything that the runs of these cases show, in later nodes and in their execution. */
async function shownIn(owner: Owner, cases: Case[], opened: boolean, name: string) {
	const credentials = await credentialOf(owner, opened);
	const nodes = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		...cases.flatMap((one) => [requestNode(owner, one, credentials), lookNode(titleOf(one))]),
	].map((node, index) => ({ ...node, id: String(index), position: [index * 200, 0] }));
	const to = (...names: string[]) => names.map((node) => ({ node, type: 'main', index: 0 }));
	const connections = {
		Start: { main: [to(...cases.map(titleOf))] },
		...Object.fromEntries(
			cases.map((one) => {
				const look = to(`Look at ${titleOf(one)}`);
				return [titleOf(one), { main: [look, look] }];
			}),
		),
	};
	const saved = await n8n.saveWorkflow({
		name,
		nodes: nodes as WorkflowNode[],
		connections,
		settings: { executionOrder: 'v1' },
	});
	const ended = await n8n
		.run(saved, { trigger: 'Start', node: nodes.at(-1)!.name })
		.catch((error: Error) => error.message);
	const [{ id }] = await n8n.executions(saved.id);
	return { ended, shown: JSON.stringify([ended, await n8n.execution(id)]) };
}

const secretsIn = (shown: string) =>
	SECRETS.filter((secret) => writings(secret).some((written) => shown.includes(written)));

const sentByHttpRequest = () => service.requests.filter(({ url }) => url !== TOKEN_PATH);

describe.each(Object.keys(TYPES) as Owner[])(
	'a person who edits workflows cannot read the credential of %s with n8n’s HTTP Request node',
	(owner) => {
		it('with any setting and any response: the credential is closed to that node', async () => {
			const { shown } = await shownIn(owner, CASES, false, `${owner} closed`);
			expect(secretsIn(shown)).toEqual([]);
			expect(shown).toContain('looked: ');
			expect(shown).toContain('prevent use within an HTTP Request or GraphQL node');
			expect(sentByHttpRequest()).toEqual([]);
			expect(stranger.requests).toEqual([]);
		});

		it.each(VERSIONS)('if the node of version %s stops', async (version) => {
			const one = { version, mode: 'stop', answer: 'status-400', paged: false };
			const { ended, shown } = await shownIn(owner, [one], false, `${owner} stop ${version}`);
			expect(ended).toContain('prevent use within an HTTP Request or GraphQL node');
			expect(secretsIn(shown)).toEqual([]);
			expect(sentByHttpRequest()).toEqual([]);
		});
	},
);

describe('a credential that its owner opened', () => {
	const answered = CASES.filter(({ answer }) => answer !== 'echo');

	it('of Chatlio still keeps its key out of everything that n8n shows of an unsuccessful response', async () => {
		const { shown } = await shownIn('Chatlio', answered, true, 'Chatlio opened');
		expect(secretsIn(shown)).toEqual([]);
		const header = `Basic ${Buffer.from(`${GIVEN}:`).toString('base64')}`;
		const sent = sentByHttpRequest();
		expect(sent.length).toBeGreaterThanOrEqual(answered.length);
		expect(new Set(sent.map(({ headers }) => headers.authorization))).toEqual(new Set([header]));
		expect(stranger.requests).toEqual([]);
	});

	it.each(
		VERSIONS.flatMap((version) =>
			Object.keys(ANSWERS)
				.filter((answer) => answer !== 'echo')
				.map((answer): [number, string] => [version, answer]),
		),
	)('of Chatlio keeps it out of a run that stops: version %s, %s', async (version, answer) => {
		const one = { version, mode: 'stop', answer, paged: false };
		const { shown } = await shownIn(
			'Chatlio',
			[one],
			true,
			`Chatlio opened stop ${version} ${answer}`,
		);
		expect(secretsIn(shown)).toEqual([]);
	});

	it('of Adobe shows its token, as its dialog says: this test can see a secret', async () => {
		const one = { version: 4.2, mode: 'continue', answer: 'status-400', paged: false };
		const { shown } = await shownIn('Adobe', [one], true, 'Adobe opened');
		expect(secretsIn(shown)).toEqual([ISSUED]);
		const types = await fetch(`${addresses().n8n}/types/credentials.json`, {
			headers: { cookie: n8n.session },
		});
		expect(await types.text()).toContain(
			'can then read its access token with an expression, and use it outside n8n',
		);
	});
});
