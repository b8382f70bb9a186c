import fc from 'fast-check';
import type { AnyReply } from '../hostileServer.mts';
import { bytes } from './bytes';
import { mutated } from './mutations';
import { json } from './values';

const status = fc.oneof(
	{ arbitrary: fc.constantFrom(200, 207), weight: 8 },
	fc.constantFrom(201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 409, 412, 413, 415, 422),
	fc.constantFrom(408, 429, 500, 501, 502, 503, 504, 505, 520),
	fc.integer({ min: 200, max: 599 }),
);

const headers = fc.record(
	{
		'content-type': fc.constantFrom(
			'application/json',
			'application/json; charset=utf-16le',
			'text/html',
			'application/octet-stream',
			'x',
		),
		'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'nonsense'),
		'retry-after': fc.constantFrom(
			'0',
			'-1',
			'1e9',
			'Fri, 31 Dec 9999 23:59:59 GMT',
			'soon',
			'NaN',
		),
		location: fc.constantFrom('/', '//evil.example', 'http://127.0.0.1:1/', 'javascript:0', ''),
		etag: fc.constantFrom('', '"1"', 'W/"\\"'),
		'x-request-id': fc.constantFrom('', '<b>1</b>', 'x'.repeat(5_000)),
	},
	{ requiredKeys: [] },
);

const plainHeaders = fc.constant({ 'content-type': 'application/json' });

/**
 * Any reply to a request: any status, headers and bytes, often close to a real reply of the service.
 * @param documents real replies
 */
export const anyReply = (documents: readonly object[]): fc.Arbitrary<AnyReply> =>
	fc.record({
		status,
		headers: fc.oneof({ arbitrary: plainHeaders, weight: 3 }, headers) as fc.Arbitrary<
			Record<string, string>
		>,
		body: bytes(
			fc.oneof({ arbitrary: mutated(documents), weight: 5 }, { arbitrary: json, weight: 2 }),
		),
		cut: fc.oneof(
			{ arbitrary: fc.constant(undefined), weight: 20 },
			fc.constantFrom('before' as const, 'within' as const),
		),
	});

/** Replies to one request after the other; the last one to all that follow. */
export const anyReplies = (documents: readonly object[]): fc.Arbitrary<AnyReply[]> =>
	fc.array(anyReply(documents), { minLength: 1, maxLength: 4 });

/** Bytes of all replies of a case. */
export const bytesIn = (...lists: Array<readonly AnyReply[]>): number =>
	lists.flat().reduce((sum, { body }) => sum + body.length, 0);

export const replyAt = (replies: readonly AnyReply[], nth: number): AnyReply =>
	replies[Math.min(nth, replies.length - 1)];
