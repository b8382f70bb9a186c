import type { IDataObject } from 'n8n-workflow';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import type { Problem } from '../../../lib/problem/problem';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { Registry, runNode } from '../../harness/n8n';
import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { skipWaits } from '../../harness/skippedWaits';
import { freePort } from '../../harness/sockets.mts';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

// What becomes of a request is the same on every supported version of n8n, whose helpers throw different errors:
// `npm run test:versions` runs this file on the engine of each.

skipWaits();

/** No test waits for it, in ms. */
const NEVER = 3_600_000;

let stub: StubServer;
let ofService: (nth: number, request: SeenRequest) => StubAnswer;
let ofTokens: (nth: number) => StubAnswer;
const counts = { service: 0, tokens: 0 };
let clients = 0;

beforeAll(async () => {
	stub = await stubServer((request) => {
		if (request.url.startsWith('/ims/')) return ofTokens((counts.tokens += 1));
		return ofService((counts.service += 1), request);
	});
});
afterAll(async () => await stub.close());
beforeEach(() => {
	Object.assign(counts, { service: 0, tokens: 0 });
	ofTokens = (nth) => ({ body: { access_token: `token-${nth}`, expires_in: 86_399 } });
	ofService = (_, request) => acceptedAnswer(request);
});

/** Tokens are remembered for each client. */
const newAccount = (change: IDataObject = {}) =>
	adobeRow(stub.url, { clientId: `client-${(clients += 1)}`, ...change } as never);

/** Sends one record with the credential and returns its only outcome. */
async function outcomeWith(row = newAccount(), url = stub.url, options = {}) {
	const { outcomes } = await sendTo(
		url,
		1,
		{ retrySeconds: 1, ...options },
		{ authentication: 'adobe' },
		{ [ADOBE]: row },
	);
	return outcomes[0];
}

const rejection = (status: number): StubAnswer => ({
	status,
	headers: { 'x-request-id': 'r1' },
	body: { title: 'Authorization', detail: 'Not this token' },
});

describe('a token that Adobe rejects', () => {
	it.each([401, 403])(
		'is replaced after a first %d, and the record is accepted',
		async (status) => {
			ofService = (nth, request) => (nth === 1 ? rejection(status) : acceptedAnswer(request));
			expect(await outcomeWith()).toMatchObject({ status: 'accepted' });
			expect(counts).toEqual({ service: 2, tokens: 2 });
		},
	);

	it.each([401, 403])('leads to a problem of the account after a second %d', async (status) => {
		ofService = () => rejection(status);
		const { problem, ...outcome } = await outcomeWith();
		expect(outcome).toMatchObject({ status: 'notSent', httpStatus: status });
		expect(problem).toMatchObject({ status, retry: 'afterChange', service: 'adobe' });
		expect(counts).toEqual({ service: 2, tokens: 2 });
	});

	it('leads to the same problem if the token service returns no other one', async () => {
		const row = newAccount();
		ofService = () => rejection(401);
		ofTokens = () => ({ body: { access_token: 'the-only-one', expires_in: 86_399 } });
		const { problem } = await outcomeWith(row);
		expect(problem).toMatchObject({ status: 401, retry: 'afterChange', service: 'adobe' });
	});

	it('is replaced for requests to the platform, too', async () => {
		ofService = (nth) => (nth === 1 ? rejection(403) : { body: { items: [] } });
		const { error, output } = await runNode({
			registry: platformRegistry,
			type: 'adobeExperiencePlatform',
			parameters: { resource: 'dataflow', operation: 'getMany', returnAll: true },
			credentials: { [ADOBE]: newAccount() },
			input: [{ json: {} }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(error).toBeUndefined();
		expect(output(1)).toEqual([]);
		expect(counts).toEqual({ service: 2, tokens: 2 });
	});
});

describe('a lost connection', () => {
	it('is not sent if nothing listens there', async () => {
		const url = `http://127.0.0.1:${await freePort()}`;
		const row = newAccount({ allowedHosts: `${stub.url}, ${url}` });
		expect(await outcomeWith(row, url)).toMatchObject({
			status: 'notSent',
			problem: { code: 'connection.failed', retry: 'later' },
		});
	});

	it.each<[string, StubAnswer, object]>([
		['closed before an answer', { drop: true }, {}],
		['closed in the middle of an answer', { cutOff: true, body: { inletId: 'a1' } }, {}],
		['silent', { delayMs: NEVER }, { timeoutSeconds: 1 }],
	])('has an unknown outcome if it is %s', async (_, answer, options) => {
		ofService = () => answer;
		const outcome = await outcomeWith(newAccount(), stub.url, options);
		expect(outcome).toMatchObject({ status: 'unknown', problem: { code: 'delivery.unknown' } });
		expect(counts.service).toBeGreaterThan(0);
	});

	it('is repaired by sending once more, also if Adobe stored the record before', async () => {
		const stored: string[] = [];
		ofService = (nth, request) => {
			stored.push(request.body);
			return nth === 1 ? { drop: true } : acceptedAnswer(request);
		};
		expect(await outcomeWith()).toMatchObject({ status: 'accepted', attempts: 2 });
		expect(stored).toHaveLength(2);
		expect(stored[1]).toBe(stored[0]);
	});
});

describe('a credential that cannot be used says why', () => {
	it.each<[string, IDataObject, Partial<Problem>]>([
		[
			'its organization is incomplete',
			{ organizationId: 'ACME' },
			{ code: 'credential.organizationIdInvalid', field: 'Organization ID' },
		],
		[
			'it has no secret',
			{ clientSecret: '' },
			{ code: 'credential.incomplete', field: 'Client Secret' },
		],
	])('%s', async (_, change, problem) => {
		const outcome = await outcomeWith(newAccount(change));
		expect(outcome).toMatchObject({ status: 'notSent', problem });
		expect(counts).toEqual({ service: 0, tokens: 0 });
	});

	it('its secret is rejected', async () => {
		ofTokens = () => ({ status: 401, body: { error: 'invalid_client_secret' } });
		expect(await outcomeWith()).toMatchObject({
			status: 'notSent',
			problem: { code: 'credential.clientSecretRejected', status: 401, retry: 'afterChange' },
		});
		expect(counts.service).toBe(0);
	});

	it('the token service is overloaded, with the time to wait', async () => {
		ofTokens = () => ({ status: 503, headers: { 'retry-after': '3600' } });
		expect(await outcomeWith()).toMatchObject({
			status: 'notSent',
			problem: {
				code: 'credential.tokenServiceUnavailable',
				retry: 'later',
				retryAt: expect.any(String),
			},
		});
	});

	it('its secret is rejected when the token has expired', async () => {
		ofService = () => rejection(401);
		ofTokens = (nth) =>
			nth === 1
				? { body: { access_token: 'token-1', expires_in: 86_399 } }
				: { status: 401, body: { error: 'invalid_client_secret' } };
		const { problem } = await outcomeWith();
		expect(problem).toMatchObject({ code: 'credential.clientSecretRejected' });
	});

	it('there is no key for Chatlio', async () => {
		const { output } = await runNode({
			registry: new Registry().add([new Chatlio()], [new ChatlioApi()]),
			type: 'chatlio',
			parameters: {},
			credentials: { chatlioApi: { apiKey: '', apiUrl: stub.url } },
			input: [{ json: {} }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(output(1)[0].json.problem).toMatchObject({ code: 'chatlio.keyMissing' });
		expect(counts.service).toBe(0);
	});
});
