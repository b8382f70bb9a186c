import { chatMessageId } from '../../../lib/chatlio/eventId';
import type { ChatlioEvent, ChatlioMessage } from '../../../lib/chatlio/chatlioEvent';
import type { XdmOptions } from '../../../lib/xdm/mappingOptions';
import { utf8Bytes } from '../../../lib/xdm/mapper/jsonSize';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { documented, OPTIONS, RECEIVED_AT } from '../../harness/chatlioEvents';

interface Chatlio {
	[name: string]: unknown;
	message?: string;
	transcript?: { text?: string; messages?: ChatlioMessage[]; messageCount?: number };
	truncated?: { textBytes?: number; messages?: number; fields?: number };
	chatMessage?: ChatlioMessage & { position: number };
	visitor?: Record<string, unknown>;
}

const transcriptOf = (messages: unknown[], more: object = {}) =>
	({
		...documented('chatTranscript'),
		transcript: { endedAt: '2026-11-20T10:00:00.000Z', messages, ...more },
	}) as ChatlioEvent;

const map = (event: ChatlioEvent, options: Partial<XdmOptions> = {}) => {
	const { records, notes } = toXdmRecords(event, { ...OPTIONS, ...options });
	const chatlio = records.map((record) => (record._acme as { chatlio: Chatlio }).chatlio);
	return {
		records,
		notes,
		chatlio,
		bytes: records.map((record) => utf8Bytes(JSON.stringify(record))),
	};
};

const chat = (count: number, text: string) =>
	Array.from({ length: count }, (_, at) => ({
		text: `${at} ${text}`,
		ts: `1469725409.${String(at).padStart(6, '0')}`,
		sentAt: '2026-11-20T09:00:00.000Z',
		author: at % 2 ? 'Some O.' : 'lisbon',
		fromVisitor: at % 2 === 0,
	}));

describe('one event', () => {
	test('is complete if it fits', () => {
		const { chatlio, notes } = map(documented('chatTranscript'));
		expect(chatlio[0].transcript?.messages).toHaveLength(2);
		expect(chatlio[0]).not.toHaveProperty('truncated');
		expect(notes).toEqual([]);
	});

	test('omits the message array first, and counts its elements', () => {
		const messages = chat(60, 'x'.repeat(80));
		const text = 'y'.repeat(3000);
		const { chatlio, notes, bytes } = map(transcriptOf(messages, { text }));
		expect(chatlio[0].transcript).toEqual({
			endedAt: '2026-11-20T10:00:00.000Z',
			text,
			messageCount: 60,
		});
		expect(chatlio[0].truncated).toEqual({ messages: 60 });
		expect(notes).toEqual([
			{ kind: 'truncated', truncation: { textBytes: 0, messages: 60, fields: 0 } },
		]);
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
	});

	test('then truncates the text, and counts the bytes left out', () => {
		const text = 'ü'.repeat(20_000);
		const { chatlio, bytes } = map(transcriptOf(chat(60, 'x'), { text }));
		const kept = chatlio[0].transcript?.text ?? '';
		expect(text.startsWith(kept)).toBe(true);
		expect(chatlio[0].truncated).toEqual({ messages: 60, textBytes: 40_000 - utf8Bytes(kept) });
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
		expect(bytes[0]).toBeGreaterThan(9_850);
	});

	test('composes a text from the messages if there is no other', () => {
		const messages = [
			...chat(120, 'x'.repeat(60)),
			{ text: 'no name', fromVisitor: false },
			{ fromVisitor: true },
		];
		const few = map(transcriptOf([{ text: 'z'.repeat(9_800), fromVisitor: true }]));
		expect(few.chatlio[0].transcript?.text).toMatch(/^Visitor: zzz/);
		const { chatlio } = map(transcriptOf(messages.reverse()));
		expect(chatlio[0].transcript?.text).toMatch(/^Agent: no name\nSome O\.: 119 xxx/);
		expect(chatlio[0].transcript).not.toHaveProperty('messages');
	});

	test('composes that text even if the event has other text besides the chat', () => {
		const event = { ...transcriptOf(chat(200, 'x')), subject: 'about it' };
		expect(map(event).chatlio[0].transcript?.text).toMatch(/^lisbon: 0 x\n/);
	});

	test('composes no text if texts are withheld', () => {
		const { chatlio } = map(transcriptOf(chat(200, 'x')), { texts: 'leaveOut' });
		expect(chatlio[0].transcript).toEqual({
			endedAt: '2026-11-20T10:00:00.000Z',
			messageCount: 200,
		});
		expect(chatlio[0].truncated).toEqual({ messages: 200 });
	});

	test('truncates a long message of any other event in the same way', () => {
		const event = { ...documented('visitorFeedback'), message: '👨‍👩‍👧‍👦'.repeat(1000) };
		const { chatlio, bytes } = map(event);
		expect(chatlio[0].message).toMatch(/^(👨‍👩‍👧‍👦)+$/u);
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
	});

	test('omits other fields only if they leave too little room for the messages', () => {
		const visitor = {
			id: 'v-1',
			page: `https://shop.example/${'p'.repeat(8000)}`,
			traits: { big: 't'.repeat(3000), small: 's' },
		};
		const event = { ...documented('newConversation'), visitor, message: 'm'.repeat(6000) };
		const { chatlio, records, bytes } = map(event);
		expect(records[0]).not.toHaveProperty('web');
		expect(chatlio[0].visitor?.traits).toMatchObject({ small: 's' });
		expect(chatlio[0].message?.length).toBeGreaterThan(4_900);
		expect(chatlio[0].truncated?.fields).toBeGreaterThan(0);
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
	});

	test('truncates no message if only other fields are too long', () => {
		const visitor = { id: 'v-1', userAgent: 'u'.repeat(20_000) };
		const { chatlio } = map({ ...documented('newConversation'), visitor });
		expect(chatlio[0].message).toBe('Hi, I am having trouble signing up');
		expect(chatlio[0].truncated).toEqual({ fields: 1 });
	});
});

describe('whole transcript', () => {
	test('is never truncated, and says if Profile will drop it', () => {
		const event = transcriptOf(chat(300, 'x'.repeat(80)), { text: 'y'.repeat(9000) });
		const { chatlio, notes, bytes } = map(event, { transcripts: 'whole' });
		expect(chatlio[0].transcript?.messages).toHaveLength(300);
		expect(notes).toEqual([{ kind: 'overLimit', bytes: bytes[0] }]);
		expect(map(documented('chatTranscript'), { transcripts: 'whole' }).notes).toEqual([]);
	});
});

describe('one event per chat message', () => {
	const perMessage = { transcripts: 'perMessage' } as const;

	test('creates an event for each message and then one for the chat', () => {
		const event = documented('chatTranscript');
		const { records, chatlio } = map(event, perMessage);
		expect(
			records.map(({ eventType, producedBy, timestamp }) => [eventType, producedBy, timestamp]),
		).toEqual([
			['chatlio.chatMessage', 'self', '2016-07-28T17:03:29.000Z'],
			['chatlio.chatMessage', 'customerRep', '2016-07-28T17:03:47.000Z'],
			['chatlio.chatTranscript', 'self', '2018-05-19T16:14:32.000Z'],
		]);
		expect(chatlio[1]).toMatchObject({
			conversationId: event.conversationId,
			message: 'Great, thanks for letting us know!',
			chatMessage: {
				ts: '1469725427.000007',
				position: 1,
				author: 'Some O.',
				authorId: 'U0N2GKA2G',
				fromVisitor: false,
			},
		});
		expect(chatlio[2].transcript).toEqual({
			startedAt: '2015-07-19T12:38:15.560Z',
			endedAt: '2018-05-19T16:14:32.000Z',
			archiveUrl: 'https://yourcompany.slack.com/archives/cl-tiger128',
			messageCount: 2,
		});
	});

	test('puts the visitor’s identity on every event, and the traits on the last one', () => {
		const { records, chatlio } = map(documented('chatTranscript'), perMessage);
		for (const { identityMap } of records) expect(identityMap).toEqual(records[0].identityMap);
		expect(records[0].identityMap).toBeDefined();
		expect(chatlio.map(({ visitor }) => Boolean(visitor?.traits))).toEqual([false, false, true]);
	});

	test('gives a message the same ID if a longer transcript arrives', () => {
		const ids = (count: number) =>
			map(transcriptOf(chat(count, 'x')), perMessage).records.map(({ _id }) => _id);
		expect(ids(5).slice(0, 3)).toEqual(ids(3).slice(0, 3));
		expect(ids(3)[0]).toBe(
			chatMessageId({
				conversation: documented('chatTranscript').conversationId,
				transcriptId: '',
				ts: '1469725409.000000',
				position: 0,
			}),
		);
	});

	test('gives every message its own ID', () => {
		const messages = [{ ts: '1.1' }, { ts: '1.1' }, { ts: '3' }, { ts: {} }, { ts: '' }].map(
			(message) => ({
				...message,
				fromVisitor: true,
			}),
		);
		const first = map(transcriptOf(messages), perMessage).records.map(({ _id }) => _id);
		expect(new Set(first).size).toBe(6);
		const withoutConversation = (endedAt: string) =>
			map(
				{ ...transcriptOf(messages, { endedAt }), conversationId: undefined, eventId: '' },
				perMessage,
			).records;
		const ids = [...withoutConversation('a'), ...withoutConversation('b')].map(({ _id }) => _id);
		expect(new Set(ids).size).toBe(12);
	});

	test('uses the time of the chat for a message without one, and never a future time', () => {
		const messages = [{ text: 'a' }, { text: 'b', sentAt: '2030-01-01T00:00:00Z' }];
		expect(
			map(transcriptOf(messages), perMessage).records.map(({ timestamp }) => timestamp),
		).toEqual(['2026-11-20T10:00:00.000Z', RECEIVED_AT, '2026-11-20T10:00:00.000Z']);
	});

	test('keeps the text in the chat’s event if no message has text', () => {
		const messages = [{ author: 'lisbon', fromVisitor: true }];
		const { chatlio } = map(transcriptOf(messages, { text: 'all of it' }), perMessage);
		expect(chatlio[1].transcript?.text).toBe('all of it');
	});

	test('creates one event if there are no messages', () => {
		expect(map(transcriptOf([], { text: 'all of it' }), perMessage).chatlio).toMatchObject([
			{ transcript: { text: 'all of it' } },
		]);
		expect(map(documented('newConversation'), perMessage).records).toHaveLength(1);
	});

	test('truncates each event to what Profile keeps', () => {
		const event = {
			...transcriptOf([
				{ text: 'x'.repeat(20_000), fromVisitor: true },
				{ text: 'short', fromVisitor: false },
			]),
			visitor: { email: 'a@b.example', name: 'n'.repeat(8_000) },
		};
		const { chatlio, bytes, notes } = map(event, perMessage);
		for (const size of bytes) expect(size).toBeLessThanOrEqual(10_000);
		expect(chatlio[0].message?.length).toBeGreaterThan(4_900);
		expect(chatlio.map(({ truncated }) => truncated)).toEqual([
			{ textBytes: 20_000 - (chatlio[0].message?.length ?? 0), fields: 1 },
			{ fields: 1 },
			undefined,
		]);
		expect(notes).toEqual([
			{
				kind: 'truncated',
				truncation: { textBytes: chatlio[0].truncated?.textBytes, messages: 0, fields: 2 },
			},
		]);
	});

	test('splits a chat into at most as many records as Adobe accepts in one request', () => {
		expect(map(transcriptOf(chat(999, 'x')), perMessage).records).toHaveLength(1_000);
		const { records, notes } = map(transcriptOf(chat(1_000, 'x')), perMessage);
		expect(records).toHaveLength(1);
		expect(notes).toContainEqual({ kind: 'notSplit' });
	});

	test('does not split a chat whose records would exceed one request in total', () => {
		const visitor = { id: 'v', page: `https://shop.example/${'p'.repeat(4_000)}` };
		const few = { ...transcriptOf(chat(150, 'x')), visitor };
		expect(map(few, perMessage).records).toHaveLength(151);
		const many = { ...transcriptOf(chat(300, 'x')), visitor };
		const { records, notes } = map(many, perMessage);
		expect(records).toHaveLength(1);
		expect(notes).toContainEqual({ kind: 'notSplit' });
		expect(records[0].timestamp).toBe('2026-11-20T10:00:00.000Z');
	});

	test('stays within one request in total, including identities', () => {
		const visitor = {
			id: 'v'.repeat(200),
			userId: 'u'.repeat(200),
			email: `${'e'.repeat(60)}@x.y`,
		};
		const options = { ...perMessage, userNamespace: 'CRMID' };
		const { records, bytes } = map({ ...transcriptOf(chat(700, 'x')), visitor }, options);
		expect(records.length).toBeGreaterThan(0);
		expect(bytes.reduce((sum, one) => sum + one)).toBeLessThan(1_000_000);
	});

	test('does not split a chat with more text than one request holds', () => {
		const words = chat(60, 'x'.repeat(9_000));
		expect(map(transcriptOf(words.slice(0, 50)), perMessage).records).toHaveLength(51);
		expect(map(transcriptOf(words), perMessage).notes).toContainEqual({ kind: 'notSplit' });
	});

	test('counts the messages it does not read', () => {
		const { chatlio, bytes } = map(transcriptOf(chat(3_000, 'x')));
		expect(chatlio[0].truncated?.messages).toBe(3_000);
		expect(chatlio[0].transcript?.messageCount).toBe(3_000);
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
	});

	test('counts the traits it does not read', () => {
		const traits = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`t${at}`, 'x']));
		const { chatlio, bytes } = map({
			...documented('newConversation'),
			visitor: { id: 'v', traits },
		});
		const kept = Object.keys(chatlio[0].visitor?.traits ?? {}).length;
		expect(kept).toBeGreaterThan(500);
		expect(chatlio[0].truncated?.fields).toBeGreaterThanOrEqual(3_000 - kept);
		expect(bytes[0]).toBeLessThanOrEqual(10_000);
	});
});
