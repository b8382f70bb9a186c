import fc from 'fast-check';
import {
	readBatchReply,
	readMessage,
	readSingleReply,
	readTransactionIds,
} from '../../../lib/streaming/reply';
import { UUID } from './fakes';

const refused = (status: number, message = '') => ({ kind: 'refused', status, message });
const accepted = (xactionId?: string) => ({
	kind: 'accepted',
	...(xactionId ? { xactionId } : {}),
});
const kinds = (reading: ReturnType<typeof readBatchReply>) =>
	reading.kind === 'messages' ? reading.messages.map(({ kind }) => kind) : reading.kind;

describe('the reply to one message', () => {
	it('accepts a 200 with the transaction ID', () => {
		const body = {
			inletId: '667b41cf',
			xactionId: '1584479347507:2153:240',
			receivedTimeMs: 1584479347507,
			syncValidation: { status: 'pass' },
		};
		expect(readSingleReply(200, body)).toEqual({
			kind: 'messages',
			messages: [accepted('1584479347507:2153:240')],
		});
	});

	it('accepts a 200 whose object has no field it knows', () => {
		expect(readSingleReply(200, { status: 'ok' })).toEqual({
			kind: 'messages',
			messages: [accepted()],
		});
	});

	it('reads a refusal inside a 200', () => {
		expect(readSingleReply(200, { status: '400', message: 'no' })).toEqual({
			kind: 'messages',
			messages: [refused(400, 'no')],
		});
	});

	it.each([
		[200, '<html>proxy</html>'],
		[200, ''],
		[200, []],
		[204, ''],
		[207, { responses: [] }],
	])('does not know what %d with %j means', (status, body) => {
		expect(readSingleReply(status, body).kind).toBe('unknown');
	});

	it('reads Adobe’s words out of a refusal, and whether it is empty', () => {
		const body = {
			status: '401',
			title: 'Authorization',
			report: { message: '[id] token is empty' },
		};
		expect(readSingleReply(401, body)).toEqual({
			...refused(401, '[id] token is empty'),
			emptyBody: false,
		});
		for (const empty of ['', null, undefined]) {
			expect(readSingleReply(403, empty)).toEqual({ ...refused(403), emptyBody: true });
		}
	});
});

describe('the reply to a batch', () => {
	it('reads the recorded form: index in the transaction ID, status on what is refused', () => {
		const body = {
			responses: [
				{ xactionId: `${UUID}-1` },
				{ xactionId: `${UUID}-0`, status: 400, message: "The 'header' field is mandatory." },
			],
		};
		expect(readBatchReply(207, body, 2)).toEqual({
			kind: 'messages',
			messages: [
				{ ...refused(400, "The 'header' field is mandatory."), xactionId: `${UUID}-0` },
				accepted(`${UUID}-1`),
			],
		});
	});

	it('reads the documented form by position: statusCode, and no ID on what is refused', () => {
		const body = {
			responses: [
				{ xactionId: '1565650704337:2124:92:3' },
				{ statusCode: 400, message: 'Message has unknown xdm format' },
			],
		};
		expect(readBatchReply(207, body, 2)).toEqual({
			kind: 'messages',
			messages: [
				accepted('1565650704337:2124:92:3'),
				refused(400, 'Message has unknown xdm format'),
			],
		});
	});

	it('covers only what a short reply with indexes names', () => {
		const body = { responses: [{ xactionId: `${UUID}-2` }, { xactionId: `${UUID}-0` }] };
		expect(kinds(readBatchReply(207, body, 3))).toEqual(['accepted', 'unknown', 'accepted']);
	});

	it.each([
		['a short one without indexes', [{ xactionId: '1:2:3:0' }], 2],
		['a long one', [{ status: 200 }, { status: 200 }], 1],
		['one index too many', [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-5` }], 3],
		['the same index twice', [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-0` }], 3],
		['one entry without index', [{ xactionId: `${UUID}-0` }, { status: 400 }], 3],
	])('knows nothing from %s', (_, responses, count) => {
		expect(readBatchReply(207, { responses }, count).kind).toBe('unknown');
	});

	it('falls back to position when indexes repeat and the counts are equal', () => {
		const responses = [{ xactionId: `${UUID}-0` }, { xactionId: `${UUID}-0`, status: 400 }];
		expect(kinds(readBatchReply(207, { responses }, 2))).toEqual(['accepted', 'refused']);
	});

	it.each([
		[200, { responses: [{ status: 200 }] }],
		[207, {}],
		[207, 'text'],
		[207, { responses: { 0: {} } }],
	])('knows nothing from %d with %j', (status, body) => {
		expect(readBatchReply(status, body, 1).kind).toBe('unknown');
	});

	it.each([
		[{ status: '503' }, 'refused'],
		[{ status: 200, statusCode: 400 }, 'refused'],
		[{ status: 200 }, 'accepted'],
		[{ status: 302 }, 'unknown'],
		[{ status: 'well' }, 'unknown'],
		[{ status: null }, 'unknown'],
		[{ message: 'neither status nor ID' }, 'unknown'],
		[null, 'unknown'],
		['text', 'unknown'],
	])('reads the result %j as %s', (entry, kind) => {
		expect(kinds(readBatchReply(207, { responses: [entry] }, 1))).toEqual([kind]);
	});

	it('takes a refusal of the whole request as one', () => {
		expect(readBatchReply(413, '', 2)).toEqual({ ...refused(413), emptyBody: true });
	});

	it('says something about each message, whatever comes', () => {
		fc.assert(
			fc.property(fc.nat(12), fc.array(fc.anything()), (count, responses) => {
				const reading = readBatchReply(207, { responses }, count);
				if (reading.kind === 'messages') expect(Object.keys(reading.messages)).toHaveLength(count);
			}),
		);
	});
});

describe('the words of a reply', () => {
	it.each([
		[{ report: { message: 'a' }, message: 'b' }, 'a'],
		[{ report: 'x', message: 'b' }, 'b'],
		[{ detail: 'c', title: 'd' }, 'c'],
		[{ title: 'd' }, 'd'],
		[{}, ''],
		[' plain ', 'plain'],
		['<html>', ''],
		[[], ''],
		['x'.repeat(900), `${'x'.repeat(500)}…`],
	])('of %j are %j', (body, words) => {
		expect(readMessage(body)).toBe(words);
	});
});

describe('the transaction IDs of a reply', () => {
	it('are distinct and without the index of the message', () => {
		const responses = [
			{ xactionId: `${UUID}-0` },
			{ xactionId: `${UUID}-1` },
			{ xactionId: 'a:b' },
			1,
		];
		expect(readTransactionIds({ batchId: 'batch', xactionId: '', responses })).toEqual([
			'batch',
			UUID,
			'a:b',
		]);
		expect(readTransactionIds('text')).toEqual([]);
		expect(readTransactionIds({ xactionId: 'one' })).toEqual(['one']);
	});
});
