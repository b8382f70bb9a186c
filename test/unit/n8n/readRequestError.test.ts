import { readRequestError, type UnreadResponse } from '../../../lib/n8n/readRequestError';
import { readResponseBody } from '../../../lib/http/readResponseBody';
import { SecretRemover } from '../../../lib/http/secretRemover';
import { serviceError } from '../../../lib/problem/serviceError';
import { recordedVersions, throwAgain } from '../../versions/recordedErrors.mts';

const URL_OF_REQUEST = 'https://dcs.adobedc.net/collection/a1';

const versions = recordedVersions();

const blockedWith = (code: string, more: object = {}) => ({
	kind: 'blocked',
	problem: expect.objectContaining({ code, ...more }),
});
const networkWith = (code: string) => ({ kind: 'network', code, message: expect.any(String) });
const responseWith = (status: number) => ({
	status,
	headers: expect.any(Object),
	body: expect.anything(),
});

/** What an error means, on every version of n8n. */
const MEANINGS: Record<string, unknown> = {
	refused: blockedWith('connection.failed'),
	reset: networkWith('ECONNRESET'),
	timeout: networkWith('ECONNABORTED'),
	untrusted: blockedWith('connection.notTrusted'),
	aborted: networkWith('ERR_CANCELED'),
	invalidUrl: blockedWith('request.blocked', {
		message: 'n8n did not send the request: its URL is not valid',
	}),
	status401: responseWith(401),
	status403: responseWith(403),
	problemOfToken: blockedWith('credential.clientSecretRejected', { field: 'Client Secret' }),
	problemOfCredential: blockedWith('credential.clientSecretRejected', { field: 'Client Secret' }),
	staleToken: responseWith(401),
	blocked: blockedWith('request.blocked', {
		message: expect.stringContaining('does not exist for type "test"'),
	}),
	forbidden: blockedWith('request.blocked', {
		message: 'n8n did not send the request: The workflow has no access',
	}),
};

const KEEPS_THE_CAUSE = 34;

describe.each(versions)('an error of n8n $n8n', ({ n8n, errors }) => {
	const [major, minor] = n8n.split('.').map(Number);
	const { resetInHandshake, ...others } = errors;

	it.each(Object.keys(others))('means the same as on every version: %s', (name) => {
		const meaning = readRequestError(throwAgain(errors[name]), URL_OF_REQUEST);
		expect(meaning).toEqual(MEANINGS[name]);
	});

	it('says that nothing was sent before the handshake ended, where n8n keeps that', () => {
		const keepsTheCause = major > 2 || (major === 2 && minor >= KEEPS_THE_CAUSE);
		const meaning = readRequestError(throwAgain(resetInHandshake), URL_OF_REQUEST);
		expect(meaning).toEqual(
			keepsTheCause ? blockedWith('connection.failed') : networkWith('ECONNRESET'),
		);
	});

	it('keeps the body of a rejection', async () => {
		// Up to 2.0, n8n returns such a response instead of throwing it.
		const rejections = ['status401', 'status403'].filter((name) => name in errors);
		for (const name of rejections) {
			const response = readRequestError(throwAgain(errors[name]), URL_OF_REQUEST);
			const { body } = response as UnreadResponse;
			const limits = { maxBytes: 1_000, timeoutMs: 60_000 };
			expect(await readResponseBody(body, limits, new SecretRemover(new Set()))).toEqual({
				title: 'Rejected',
				error_code: '403025',
			});
		}
	});
});

it.each(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])(
	'may have arrived: a request that failed with %s, if n8n keeps no more than the code',
	(httpCode) => {
		const error = Object.assign(new Error('The service failed'), { httpCode, messages: ['wrong'] });
		const meaning = readRequestError(error, URL_OF_REQUEST);
		expect(meaning).toEqual({ kind: 'network', code: httpCode, message: 'wrong' });
	},
);

it('was recorded on ten versions', () => {
	expect(versions.length).toBeGreaterThanOrEqual(10);
});

describe('an error in other errors', () => {
	const wrapped = (cause: unknown) => new Error('The node failed', { cause });
	const lost = Object.assign(new Error('socket hang up'), {
		isAxiosError: true,
		code: 'ECONNRESET',
	});
	const known = serviceError('chatlio.keyMissing', {});

	it.each([
		['itself', lost],
		['in another one', wrapped(lost)],
		['in two others', wrapped(wrapped(lost))],
	])('is a lost connection: %s', (_, error) => {
		expect(readRequestError(error, URL_OF_REQUEST)).toEqual(networkWith('ECONNRESET'));
	});

	it.each([
		['itself', known],
		['in another one', wrapped(known)],
		['in two others', wrapped(wrapped(known))],
	])('is a problem of the credential: %s', (_, error) => {
		expect(readRequestError(error, URL_OF_REQUEST)).toEqual(blockedWith('chatlio.keyMissing'));
	});

	it('is read if it causes itself', () => {
		const error = new Error('n8n does not allow this');
		error.cause = error;
		expect(readRequestError(error, URL_OF_REQUEST)).toEqual(
			blockedWith('request.blocked', { message: expect.stringContaining('does not allow') }),
		);
	});

	it('is no problem of ours because Adobe’s response looks like one', () => {
		const data = { name: 'ServiceError', problem: { code: 'chatlio.keyMissing' } };
		const error = Object.assign(new Error('Rejected'), { httpCode: '401', context: { data } });
		expect(readRequestError(error, URL_OF_REQUEST)).toEqual({
			status: 401,
			headers: {},
			body: data,
		});
	});

	it.each([undefined, null, 'a text'])('does not have to be an error: %p', (error) => {
		expect(readRequestError(error, URL_OF_REQUEST)).toEqual(blockedWith('request.blocked'));
	});
});
