import fc from 'fast-check';

import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { chatMessageId, EVENT_ID_PARTS, eventIdOf } from '../../../lib/chatlio/eventId';
import type { ChatlioEventKind } from '../../../lib/chatlio/types';
import { adobeReducedSample, documented } from '../../payloads';

type Payload = Record<string, unknown>;

const KINDS = CHATLIO_EVENTS.map(({ kind }) => kind);

/** Computed apart: SHA-256 of the parts in UTF-8, with `|` between them. */
const golden: Array<[ChatlioEventKind, Payload, string]> = [
	[
		'newConversation',
		documented.newConversation,
		'4751f38e2606b7c23346c42f2127613bd88f8663857f7e84f8bd312de7029211',
	],
	[
		'unansweredMessage',
		documented.unansweredMessage,
		'07b6fa2a931415302f713434719592e961db61d9aaa5751ecc4a725c9f01f892',
	],
	[
		'visitorFeedback',
		documented.visitorFeedback,
		'7ab50069652be31a4370989f9d9565fd9a8c3517e6b95835dff8ab936a1dadbb',
	],
	[
		'offlineMessage',
		documented.offlineMessage,
		'446f0ee8a68f2e20ddc5beee554b9d9a61a8b515960cb1805e74e46c35a5183a',
	],
	[
		'chatTranscript',
		documented.chatTranscript,
		'6d4ffcbbab02d8732b84ccfb8bbc57e58dbd9df9440b2c9523c4f327845acea1',
	],
	[
		'newConversation',
		adobeReducedSample,
		'346bda9f33596fb3eb90c1170405bbc82c89dc0703afcc5caf7efd229f8d3c28',
	],
	['newConversation', {}, '5946a4c1648471aae7817cdf7206126a8a2637edf36bda454806ea8ef9e224bc'],
	[
		'chatTranscript',
		{ messages: 'none' },
		'6d3e3ae3cae1bd13e8afbe6346e0af6e3e48defba0ff06bf9855bfcc346834f3',
	],
	[
		'visitorFeedback',
		{ conversationUUID: 'c', visitor: null, message: 'Danke schön 👍' },
		'7806e6f38acb97d6c7c4ad226cb6fcbbae95e0387e961dc2cf245aac3afb6e0e',
	],
];

test.each(golden)('the id of a %s is the hash of its parts as received', (kind, payload, hash) => {
	expect(eventIdOf(kind, payload)).toBe(`chatlio-${hash}`);
});

test('the id of a chat message is the hash of conversation and timestamp', () => {
	const conversation = documented.chatTranscript.conversationUUID;
	expect(chatMessageId(conversation, '1469725409.000005')).toBe(
		'chatlio-3d8e8478c3bd6249dc3425f76731443572bbc214be358e58f4f50293c5cf2406',
	);
});

test('the id of a chat message without either is the hash of its position', () => {
	expect(chatMessageId(undefined, 0)).toBe(
		'chatlio-ef12efbd765f9ad308460dc13dd2d5d06784bbe91adb0bf5fa752eddf10a38eb',
	);
});

const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const payloads = fc.record({
	conversationUUID: texts,
	email: texts,
	endedAt: texts,
	message: texts,
	messages: fc.array(fc.record({ text: texts }), { minLength: 1, maxLength: 5 }),
	visitor: fc.record({ UUID: texts, email: texts, name: texts }),
});
const kinds = fc.constantFrom(...KINDS);

describe('for every payload', () => {
	test('the same payload has the same id, in whatever order its keys come', () => {
		fc.assert(
			fc.property(kinds, payloads, (kind, payload) => {
				const reversed: Payload = Object.fromEntries(Object.entries(payload).reverse());
				reversed.visitor = Object.fromEntries(Object.entries(payload.visitor).reverse());
				expect(eventIdOf(kind, reversed)).toBe(eventIdOf(kind, payload));
			}),
		);
	});

	test('another value in any of the parts makes another id', () => {
		fc.assert(
			fc.property(kinds, payloads, texts, (kind, payload, suffix) => {
				for (const part of EVENT_ID_PARTS[kind]) {
					expect(eventIdOf(kind, changed(payload, part, suffix))).not.toBe(
						eventIdOf(kind, payload),
					);
				}
			}),
		);
	});

	test('a part that is missing makes another id than a part that is there', () => {
		fc.assert(
			fc.property(kinds, payloads, (kind, payload) => {
				expect(eventIdOf(kind, { ...payload, conversationUUID: '' })).not.toBe(
					eventIdOf(kind, payload),
				);
			}),
		);
	});

	test('nothing else changes the id', () => {
		fc.assert(
			fc.property(kinds, payloads, fc.jsonValue(), (kind, payload, value) => {
				const parts: readonly string[] = EVENT_ID_PARTS[kind];
				const others = ['channelId', 'receivedAt', 'email', 'message', 'endedAt'];
				const changes = others
					.filter((name) => !parts.includes(name))
					.map((name) => [name, value] as const);
				const other = {
					...payload,
					...Object.fromEntries(changes),
					visitor: { ...payload.visitor, name: value, createdAt: value },
				};
				expect(eventIdOf(kind, other)).toBe(eventIdOf(kind, payload));
			}),
		);
	});

	test('the kinds of one payload have different ids', () => {
		fc.assert(
			fc.property(payloads, (payload) => {
				expect(new Set(KINDS.map((kind) => eventIdOf(kind, payload))).size).toBe(KINDS.length);
			}),
		);
	});
});

test('a missing part and an empty one are the same, as they are to Data Prep', () => {
	const { conversationUUID, ...rest } = documented.newConversation;
	expect(conversationUUID).not.toBe('');
	expect(eventIdOf('newConversation', rest)).toBe(
		eventIdOf('newConversation', { ...rest, conversationUUID: '' }),
	);
});

/** The payload with one part of its identity made longer. */
function changed(payload: Payload, part: string, suffix: string): Payload {
	if (part === 'messages.length') {
		return { ...payload, messages: [...(payload.messages as unknown[]), {}] };
	}
	const [name, inner] = part.split('.');
	if (!inner) return { ...payload, [name]: `${payload[name]}${suffix}` };
	const object = payload[name] as Payload;
	return { ...payload, [name]: { ...object, [inner]: `${object[inner]}${suffix}` } };
}
