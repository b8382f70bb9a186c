import fc from 'fast-check';

import { readBody, refuseContentType, refuseSize } from '../../../lib/chatlio/body';
import { documented } from '../../payloads';

const bytes = (text: string) => new TextEncoder().encode(text);
const payload = documented.newConversation;
const json = JSON.stringify(payload);

const statusOf = (result: ReturnType<typeof readBody>) =>
	'refusal' in result ? result.refusal.status : 200;

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

	test("n8n's own reading of the body, which knows its charset", () => {
		expect(readBody({ parsed: payload, bytes: bytes('not this') })).toEqual({ payload });
	});

	test('a JSON object behind a byte order mark', () => {
		expect(readBody({ bytes: bytes(`\ufeff${json}`) })).toEqual({ payload });
	});

	test('text that n8n left as text, when it holds a JSON object', () => {
		expect(readBody({ contentType: 'text/plain', parsed: json, bytes: bytes(json) })).toEqual({
			payload,
		});
	});

	test('invalid UTF-8, as replacement characters', () => {
		const broken = Buffer.concat([
			Buffer.from('{"message":"caf'),
			Buffer.from([0xe9, 0xff]),
			Buffer.from('"}'),
		]);
		expect(readBody({ bytes: broken })).toEqual({ payload: { message: 'caf\ufffd\ufffd' } });
	});
});

describe('what is refused', () => {
	test.each([
		['application/x-www-form-urlencoded', 'form data'],
		['application/x-www-form-urlencoded; charset=utf-8', 'form data'],
		['multipart/form-data; boundary=x', 'multipart form data'],
		['multipart/mixed', 'multipart form data'],
		['application/xml', 'XML'],
		['text/xml; charset=utf-8', 'XML'],
		['application/SOAP+XML', 'XML'],
	])('the content type %s, though the bytes were JSON', (contentType, name) => {
		expect(readBody({ contentType, parsed: payload, bytes: bytes(json) })).toEqual({
			refusal: { status: 415, message: `Send the event as JSON: this is ${name}` },
		});
		expect(refuseContentType(contentType)?.status).toBe(415);
	});

	test.each([
		['an array', '[{"message":"a"}]', 'array'],
		['a text', '"hello"', 'a string'],
		['a number', '12', 'a number'],
		['a truth', 'true', 'a boolean'],
		['null', 'null', 'null'],
		['an empty object', '{}', 'empty'],
		['an object with nothing in it that may be kept', '{"__proto__":{"a":1}}', 'empty'],
		['an empty body', '', 'empty'],
		['white space', ' \r\n', 'empty'],
		['broken JSON', '{"message":', 'no valid JSON'],
	])('%s', (_, text, reason) => {
		const result = readBody({ bytes: bytes(text) });
		expect(result).toEqual({
			refusal: { status: 400, message: expect.stringContaining(reason) },
		});
	});

	test('a body that was never read', () => {
		expect(statusOf(readBody({}))).toBe(400);
	});

	test('a size over the limit, and not the limit itself', () => {
		expect(refuseSize(2000, 2000)).toBeUndefined();
		expect(refuseSize(2001, 2000)).toEqual({
			status: 413,
			message: expect.stringContaining('2001 bytes, more than the 2000'),
		});
	});
});

test('no bytes make it throw', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string()), (data, contentType) => {
			const result = readBody({ contentType: contentType ?? undefined, bytes: data });
			expect([200, 400, 415]).toContain(statusOf(result));
		}),
	);
});

test('no JSON makes it throw, and an object without strange keys is kept as it is', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
			const text = JSON.stringify(value);
			fc.pre(!/__proto__|constructor|prototype|\\ud/i.test(text));
			expect(readBody({ bytes: bytes(text) })).toEqual({ payload: JSON.parse(text) });
		}),
	);
});
