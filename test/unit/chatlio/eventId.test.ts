import fc from 'fast-check';

import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { chatMessageId, EVENT_IDENTITY, eventIdOf } from '../../../lib/chatlio/eventId';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { adobeReducedSample, documented } from '../../payloads';

type Payload = Record<string, unknown>;

const KINDS = CHATLIO_EVENTS.map(({ kind }) => kind);

/**
 * Computed apart: SHA-256 of the kind and of the SHA-256 of each part in UTF-8, with `|` between them. Without a
 * conversation and a visitor, the only part is the payload as JSON with sorted keys and without unknown values.
 */
const golden: Array<[ChatlioEventKind, Payload, string]> = [
	[
		'newConversation',
		documented.newConversation,
		'a0e72c084086445c5757904de791550c589bb675cd375e467dab0873f3c3e150',
	],
	[
		'unansweredMessage',
		documented.unansweredMessage,
		'73a9099378699d1eb63f649ec2ceb691f85c694ef0e475d24d73ff32c1d271f8',
	],
	[
		'visitorFeedback',
		documented.visitorFeedback,
		'febf12e1300ac87b7eb928d3bcfeb62ddaacf5b4d218d75726323ea44f5b3610',
	],
	[
		'offlineMessage',
		documented.offlineMessage,
		'83fab2acb04304e31a938794e73301760006b3f48f07ef44aa7368a41f8cb2f2',
	],
	[
		'chatTranscript',
		documented.chatTranscript,
		'26638acc85f2cd74eafe32840f5a1e97d885a4edfa4487f9021e52c9b3af35de',
	],
	[
		'newConversation',
		adobeReducedSample,
		'7540caa169c84253c6a9fe73e20a2f72d15a9c82a291f7c4b0e92170ffd43e83',
	],
	[
		'offlineMessage',
		{ ...documented.offlineMessage, visitor: undefined },
		'fc89532ccd10ed96e3980fdd45f443ec1d4cabc02157dba3c7eda6e1213d63eb',
	],
	['newConversation', {}, '5f22e84a9b6e117a7c53fa6019c923a20c96b8207df6a742cbdb66e466100a7c'],
	[
		'chatTranscript',
		{ messages: 'none' },
		'92e8be799b2d661ed34371faf7e5b7e963e7da1e001b281fa510c4fcfb4c9272',
	],
	[
		'visitorFeedback',
		{ conversationUUID: 'c', visitor: null, message: 'Danke schön 👍' },
		'711706af55853e037d5faed9cd97c98443462b61f5fea8dd6edae7e018a5d386',
	],
];

test.each(golden)('the ID of a %s is the hash of its parts as received', (kind, payload, hash) => {
	expect(eventIdOf(kind, payload)).toBe(`chatlio-${hash}`);
});

const message = { transcriptId: 't', position: 0 };

test('the ID of a chat message is the hash of its conversation and timestamp', () => {
	const conversation = documented.chatTranscript.conversationUUID;
	expect(chatMessageId({ ...message, conversation, ts: '1469725409.000005' })).toBe(
		'chatlio-77f6b88ee6459fd2da12957639043d01a298e0f8a1c3f2865c8b2c00c952bffc',
	);
});

test('the ID of a chat message without either is the hash of its transcript and position', () => {
	expect(chatMessageId(message)).toBe(
		'chatlio-46dbcbed24c6f46ca3be781aedfb5f2f1e947f198bce47dc6c410f8a8541f178',
	);
});

test('the ID of a chat message differs for each way of identifying it', () => {
	const ids = [
		{ ...message, transcriptId: 'a', ts: '0' },
		{ ...message, transcriptId: 'a', position: 0 },
		{ ...message, conversation: 'a', ts: '0' },
		{ ...message, conversation: 'a', position: 0 },
		{ ...message, conversation: 'a|0', ts: '1' },
		{ ...message, conversation: 'a', ts: '0|1' },
	].map(chatMessageId);
	expect(new Set(ids).size).toBe(ids.length);
});

const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const kinds = fc.constantFrom(...KINDS);
const pathsOf = (kind: ChatlioEventKind) =>
	EVENT_IDENTITY[kind].parts.flatMap(({ paths }) => paths);

/** A payload with a text in each part that may count for its kind, but for those named. */
function payloadOf(kind: ChatlioEventKind, text: string, without: readonly string[] = []): Payload {
	return pathsOf(kind)
		.filter((path) => !without.includes(path))
		.reduce((payload, path) => changed(payload, path, text), {} as Payload);
}

describe('for every payload', () => {
	test('the same payload has the same ID, whatever the order of its keys', () => {
		fc.assert(
			fc.property(kinds, texts, (kind, text) => {
				const payload = { visitor: {}, ...payloadOf(kind, text) };
				const reversed: Payload = Object.fromEntries(Object.entries(payload).reverse());
				reversed.visitor = Object.fromEntries(Object.entries(payload.visitor).reverse());
				expect(eventIdOf(kind, reversed)).toBe(eventIdOf(kind, payload));
			}),
		);
	});

	test('a different value in a part changes the ID, unless another field replaces that part', () => {
		fc.assert(
			fc.property(kinds, texts, texts, (kind, text, suffix) => {
				for (const { paths, unless } of EVENT_IDENTITY[kind].parts) {
					const payload = payloadOf(kind, text, unless);
					for (const path of paths) {
						expect(eventIdOf(kind, changed(payload, path, suffix))).not.toBe(
							eventIdOf(kind, payload),
						);
					}
				}
			}),
		);
	});

	test('a value in a part does not change the ID if another field replaces that part', () => {
		fc.assert(
			fc.property(kinds, texts, texts, (kind, text, suffix) => {
				for (const { paths, unless } of EVENT_IDENTITY[kind].parts) {
					for (const one of unless) {
						const payload = payloadOf(
							kind,
							text,
							unless.filter((other) => other !== one),
						);
						for (const path of paths) {
							expect(eventIdOf(kind, changed(payload, path, suffix))).toBe(
								eventIdOf(kind, payload),
							);
						}
					}
				}
			}),
		);
	});

	test('nothing else changes the ID of an event with its parts: not the time of receipt, traits or the IP address', () => {
		fc.assert(
			fc.property(kinds, texts, fc.jsonValue(), (kind, text, value) => {
				const payload = payloadOf(kind, text);
				const other = {
					...payload,
					receivedAt: value,
					visitorTraits: value,
					extraData: value,
					visitor: { ...(payload.visitor as Payload), identTraits: value, IPAddress: value },
				};
				expect(eventIdOf(kind, other)).toBe(eventIdOf(kind, payload));
			}),
		);
	});

	test('the same payload has a different ID for each kind of event', () => {
		fc.assert(
			fc.property(kinds, texts, (kind, text) => {
				const payload = payloadOf(kind, text);
				expect(new Set(KINDS.map((each) => eventIdOf(each, payload))).size).toBe(KINDS.length);
			}),
		);
	});
});

test('numbers and booleans count as their text, as in Data Prep', () => {
	const payload = { conversationUUID: 7, message: true };
	expect(eventIdOf('visitorFeedback', payload)).toBe(
		eventIdOf('visitorFeedback', { conversationUUID: '7', message: 'true' }),
	);
});

test('a missing part counts as an empty one, as in Data Prep', () => {
	const { conversationUUID, ...rest } = documented.newConversation;
	expect(conversationUUID).not.toBe('');
	expect(eventIdOf('newConversation', rest)).toBe(
		eventIdOf('newConversation', { ...rest, conversationUUID: '' }),
	);
});

/** The payload with one part of its identity made longer. */
function changed(payload: Payload, part: string, suffix: string): Payload {
	if (part === 'messages.length') {
		return { ...payload, messages: [...((payload.messages ?? []) as unknown[]), {}] };
	}
	const [name, inner] = part.split('.');
	if (!inner) return { ...payload, [name]: `${payload[name] ?? ''}${suffix}` };
	const object = (payload[name] ?? {}) as Payload;
	return { ...payload, [name]: { ...object, [inner]: `${object[inner] ?? ''}${suffix}` } };
}
