import { readErrorBody, type ErrorBody } from '../../../lib/http/errorBody';
import { describeNetworkError } from '../../../lib/http/networkErrors';

describe('readErrorBody', () => {
	it('reads a page of tags that never end in linear time, and quotes only its beginning', () => {
		const page = '<a '.repeat(1_000_000);
		expect(readErrorBody(page).detail).toBe(`${'<a '.repeat(67).slice(0, 200)}…`);
	});

	it.each<[string, unknown, ErrorBody]>([
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
		['a page of HTML', '<html><b>Bad</b>\n gateway</html>', { detail: 'Bad gateway' }],
		['nothing', '', {}],
		['null', null, {}],
	])('reads the error body of %s', (_, body, expected) => {
		const answer = readErrorBody(body);
		const present = Object.entries(answer).filter(([, value]) => value !== undefined);
		expect(Object.fromEntries(present)).toEqual(expected);
	});
});

describe('describeNetworkError', () => {
	it('has words for a known code and for an unknown one', () => {
		expect(describeNetworkError('ENOTFOUND')).toBe('its host name is not known');
		expect(describeNetworkError('EWHATEVER')).toBe('no answer came back');
	});
});
