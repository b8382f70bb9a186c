import fc from 'fast-check';
import { readAnswer } from '../../../lib/platform/envelope';
import { describeRefusal, PlatformRefusal } from '../../../lib/platform/refusal';
import { whyUnreachable } from '../../../lib/platform/unreachable';

describe('reading what Adobe says', () => {
	it('takes a page of tags that never end for what it is, without searching it from each of them', () => {
		const page = '<a '.repeat(1_000_000);
		expect(readAnswer(page).detail).toBe(`${'<a '.repeat(67).slice(0, 200)}…`);
	});

	it.each<[string, unknown, object]>([
		[
			'the gateway',
			{ error_code: '403025', message: 'Profile is not valid' },
			{ code: '403025', detail: 'Profile is not valid' },
		],
		['a numeric code', { error_code: 401013, message: 'no' }, { code: '401013', detail: 'no' }],
		[
			'Flow Service',
			{
				type: 'https://ns.adobe.com/aep/errors/FLOW-1439-404',
				title: 'Resource not found',
				status: 404,
				report: { 'detailed-message': 'The requested flow is not found.', 'request-id': 'r-1' },
			},
			{
				code: 'FLOW-1439-404',
				title: 'Resource not found',
				detail: 'The requested flow is not found.',
				requestId: 'r-1',
			},
		],
		[
			'the Schema Registry',
			{
				type: 'http://ns.adobe.com/aep/errors/XDM-1006-400',
				title: 'Accept header invalid',
				report: { registryRequestId: 'r-2', 'detailed-message': 'The Accept header is not valid' },
			},
			{
				code: 'XDM-1006-400',
				title: 'Accept header invalid',
				detail: 'The Accept header is not valid',
				requestId: 'r-2',
			},
		],
		[
			'the older registry',
			{ type: '/placeholder/type/uri', status: 400, title: 'BadRequestError', detail: 'Title' },
			{ title: 'BadRequestError', detail: 'Title' },
		],
		[
			'the inlet',
			{
				type: 'https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization',
				title: 'Authorization',
				report: { message: '[id] Ims service token is empty' },
			},
			{ title: 'Authorization', detail: '[id] Ims service token is empty' },
		],
		[
			'the token service',
			{ error: 'invalid_client', error_description: 'invalid client_secret parameter' },
			{ code: 'invalid_client', detail: 'invalid client_secret parameter' },
		],
		['a page', '<html><b>Bad</b>\n gateway</html>', { detail: 'Bad gateway' }],
		['nothing', '', {}],
		['null', null, {}],
	])('understands %s', (_, body, expected) => {
		const answer = readAnswer(body);
		const present = Object.entries(answer).filter(([, value]) => value !== undefined);
		expect(Object.fromEntries(present)).toEqual(expected);
	});

	it('never stumbles over an answer, whatever it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.integer({ min: 300, max: 599 }), (body, status) => {
				const { message, description } = describeRefusal('do it', status, body);
				expect(message).toBe(`Could not do it: Adobe answered with status ${status}`);
				expect(description).toMatch(/\S/);
			}),
		);
	});
});

describe('saying what to change', () => {
	const describe400 = (body: unknown, status = 400) =>
		describeRefusal('x', status, body).description;

	it.each<[string, unknown, number, string]>([
		['a missing role', { type: 'https://x/FLOW-2120-403' }, 403, "Adobe's Permissions"],
		['a wrong sandbox', { type: 'https://x/FLOW-2100-404' }, 404, 'sandbox name'],
		['a wrong organization', { type: 'https://x/FLOW-2000-401' }, 401, 'Organization ID'],
		['a missing profile', { error_code: '403025' }, 403, 'product profile'],
		['an unknown refusal of a token', {}, 401, 'Run the test of the credential'],
		['an unknown denial', {}, 403, 'a role that may work'],
		['something missing', {}, 404, 'is not there'],
		['too many requests', {}, 429, 'fewer requests'],
		['a service that is down', {}, 502, 'in a few minutes'],
		['anything else', {}, 400, 'Check the values'],
		['a change in between', { type: 'https://x/FLOW-1404-412' }, 412, 'changed by somebody else'],
		['a change in between, without a code', {}, 412, 'changed by somebody else'],
		['something that exists', {}, 409, 'exists already or is in use'],
		['a mapping over another schema', { type: 'https://x/FLOW-1425-400' }, 400, 'id and version'],
		['a schema that is gone', { type: 'http://x/XDM-1012-404' }, 404, 'schema or field group'],
		['a title that is taken', { type: 'http://x/XDM-3005-400' }, 400, 'another title'],
		['the same in older words', { detail: 'Title must be unique.' }, 400, 'another title'],
		['a metric', { type: 'http://x/INSGHT-1000-400' }, 400, 'start is before the end'],
		['a token of Identity Service', { error: 'INVALID_IMS_TOKEN' }, 401, 'test of the credential'],
		[
			'a dataset before its schema',
			{ detail: 'To enable profile datasets the schema should be valid' },
			400,
			'Enable the schema',
		],
	])('for %s', (_, body, status, words) => {
		expect(describe400(body, status)).toContain(words);
	});

	it('adds Adobe’s words once, its code and its request id', () => {
		const body = {
			type: 'https://ns.adobe.com/aep/errors/FLOW-2101-404',
			title: 'Not found.',
			report: { 'detailed-message': 'Not found.', 'request-id': 'r-9' },
		};
		expect(describe400(body)).toMatch(
			/ Adobe says: Not found \(code FLOW-2101-404, request id r-9\)\.$/,
		);
	});

	it('knows what to change where the request does, unless Adobe’s code says it better', () => {
		const asked = { advice: 'Validate it.' };
		expect(describeRefusal('x', 400, {}, asked).description).toBe('Validate it.');
		expect(describeRefusal('x', 503, {}, asked).description).toContain('in a few minutes');
		expect(describeRefusal('x', 400, { error_code: '400003' }, asked).description).toContain(
			'Organization ID',
		);
	});

	it('names the request id of the headers when the body has none', () => {
		const asked = { requestId: 'h-1' };
		const description = (body: unknown) => describeRefusal('x', 404, body, asked).description;
		expect(description({})).toMatch(/ Adobe says: \(request id h-1\)\.$/);
		expect(description({ report: { 'request-id': 'b-1' } })).toContain('request id b-1');
	});

	it('carries the sentence as the message of what is thrown', () => {
		const refusal = describeRefusal('read it', 404, {});
		expect(new PlatformRefusal(refusal)).toMatchObject({ message: refusal.message, refusal });
	});

	it('has words for a server that does not answer, known code or not', () => {
		expect(whyUnreachable('ENOTFOUND')).toBe('its host name is not known');
		expect(whyUnreachable('EWHATEVER')).toBe('no answer came back');
	});
});
