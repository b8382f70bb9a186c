import fc from 'fast-check';

import { checkContentType, checkSize, readBody } from '../../../lib/chatlio/postedBody';
import { documented } from '../../payloads';

const bytes = (text: string) => new TextEncoder().encode(text);
const payload = documented.newConversation;
const json = JSON.stringify(payload);

const problemOf = (result: ReturnType<typeof readBody>) =>
	'problem' in result ? result.problem : undefined;

describe('what is accepted', () => {
	test.each([
		undefined,
		'',
		'application/json',
		'application/json; charset=utf-8',
		'application/octet-stream',
		'application/vnd.chatlio+json',
		'text/json',
		'text/plain',
		'nonsense',
	])('a JSON object with the content type %s', (contentType) => {
		expect(readBody({ contentType, bytes: bytes(json) })).toEqual({ payload });
	});

	test('the body as n8n parsed it, since n8n knows its charset', () => {
		expect(readBody({ parsed: payload, bytes: bytes('not this') })).toEqual({ payload });
	});

	test('a JSON object behind a byte order mark', () => {
		expect(readBody({ bytes: bytes(`\ufeff${json}`) })).toEqual({ payload });
	});

	test('a body that n8n left as text, when it is a JSON object', () => {
		expect(readBody({ contentType: 'text/plain', parsed: json, bytes: bytes(json) })).toEqual({
			payload,
		});
	});

	test.each(['{"visitor":{"identUserId":7615917337495251231}}'])(
		'a long number that n8n has rounded, as text with all its digits',
		(text) => {
			const exact = { payload: { visitor: { identUserId: '7615917337495251231' } } };
			expect(readBody({ parsed: JSON.parse(text), bytes: bytes(text) })).toEqual(exact);
			expect(readBody({ bytes: bytes(text) })).toEqual(exact);
		},
	);

	test('invalid UTF-8, as replacement characters', () => {
		const broken = Buffer.concat([
			Buffer.from('{"message":"caf'),
			Buffer.from([0xe9, 0xff]),
			Buffer.from('"}'),
		]);
		expect(readBody({ bytes: broken })).toEqual({ payload: { message: 'caf\ufffd\ufffd' } });
	});
});

describe('what is rejected', () => {
	test.each([
		['application/x-www-form-urlencoded', 'form data'],
		['application/x-www-form-urlencoded; charset=utf-8', 'form data'],
		['multipart/form-data; boundary=x', 'multipart form data'],
		['multipart/mixed', 'multipart form data'],
		['application/xml', 'XML'],
		['text/xml; charset=utf-8', 'XML'],
		['application/SOAP+XML', 'XML'],
	])('the content type %s, though the bytes were JSON', (contentType, name) => {
		const rejected = {
			code: 'webhook.mediaTypeRejected',
			status: 415,
			retry: 'never',
			message: `This is ${name}`,
			advice: 'Send the event as JSON.',
		};
		expect(readBody({ contentType, parsed: payload, bytes: bytes(json) })).toEqual({
			problem: rejected,
		});
		expect(checkContentType(contentType)).toEqual(rejected);
	});

	test.each([
		['an array', '[{"message":"a"}]', 'an array'],
		['a string', '"hello"', 'a string'],
		['a number', '12', 'a number'],
		['a boolean', 'true', 'a boolean'],
		['null', 'null', 'null'],
		['an empty body', '', 'empty'],
		['white space', ' \r\n', 'empty'],
		['broken JSON', '{"message":', 'not valid JSON'],
	])('%s', (_, text, kind) => {
		expect(readBody({ bytes: bytes(text) })).toEqual({
			problem: {
				code: 'webhook.bodyNotAnObject',
				status: 400,
				retry: 'never',
				message: `The body is ${kind}`,
				advice: 'Send one JSON object per event.',
			},
		});
	});

	test('a body that was never read', () => {
		expect(problemOf(readBody({}))).toMatchObject({
			code: 'webhook.bodyNotAnObject',
			status: 400,
			message: 'The body is empty',
		});
	});

	test('a size over the limit, but not the limit itself', () => {
		expect(checkSize(2000, 2000)).toBeUndefined();
		expect(checkSize(2001, 2000)).toEqual({
			code: 'webhook.bodyTooLarge',
			status: 413,
			retry: 'afterChange',
			message: 'The body has 2001 bytes, more than the 2000 that this webhook accepts',
			advice: 'Raise the option Maximum Body Size of the Chatlio Trigger.',
		});
	});

	test('every size, when the limit is not a number', () => {
		expect(checkSize(1, NaN)).toMatchObject({ code: 'webhook.bodyLimitInvalid', status: 413 });
	});
});

test('no bytes make it throw', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string()), (data, contentType) => {
			const result = readBody({ contentType: contentType ?? undefined, bytes: data });
			expect([undefined, 'webhook.bodyNotAnObject', 'webhook.mediaTypeRejected']).toContain(
				problemOf(result)?.code,
			);
		}),
	);
});

test('no JSON makes it throw, and an object without dangerous keys is kept as it is', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
			const text = JSON.stringify(value);
			fc.pre(!/__proto__|constructor|prototype|\\ud/i.test(text));
			expect(readBody({ bytes: bytes(text) })).toEqual({
				payload: JSON.parse(text, (_, inner: unknown) =>
					Number.isInteger(inner) && !Number.isSafeInteger(inner) ? String(inner) : inner,
				),
			});
		}),
	);
});
