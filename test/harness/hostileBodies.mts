import type { ChatlioEventKind } from '../../lib/chatlio/chatlioEvent.ts';

/** A body of about a given size that asks for as much work as it can. */
export interface HostileBody {
	kind: ChatlioEventKind;
	/** Makes the JSON text. */
	write: (bytes: number) => string;
}

/** What the bodies below nearly hold, or hold, everywhere. */
export const VISITOR = {
	UUID: '2d3f4260-2235-903b-0a82-a23d326cc257',
	name: 'Bob Smith',
	email: 'bob@example.com',
	IPAddress: '203.0.113.9',
};

export const filledWith = (piece: string, length: number): string =>
	piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** As many elements as fit into so many bytes of JSON. */
export const listOf = <Element,>(element: Element, bytes: number): Element[] =>
	Array.from({ length: Math.floor(bytes / (JSON.stringify(element).length + 1)) }, () => element);

/** As many addresses as are looked for, and a text that holds each of them under layers of escapes. */
const ADDRESSES = Array.from({ length: 24 }, (_, at) => `1.1.1.${at + 10}`);
const MANY = { ...VISITOR, IPAddress: ADDRESSES.join(',') };
const FULL_OF_ALL = `${ADDRESSES.join(' ')} %252525252525 \\\\\\\\ `;

const message =
	(piece: string, visitor: object = VISITOR) =>
	(bytes: number) => ({ visitor, message: filledWith(piece, bytes) });

const traits = (bytes: number, name: (at: number) => string, value: (at: number) => string) =>
	Object.fromEntries(
		Array.from({ length: Math.floor(bytes / 16) }, (_, at) => [name(at), value(at)]),
	);

/** Written by hand: `JSON.stringify` does not go as deep. */
const nested = (bytes: number) =>
	`{"message":"Hi","extra":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}`;

const chatMessage = {
	text: 'Hi, I am Bob Smith',
	ts: '1469725409.000005',
	sentAt: '2016-07-28T19:03:29.000005006+02:00',
	userId: '',
	username: 'costa-mesa-california-us',
	isVisitorMsg: true,
};

const chat = (element: object) => (bytes: number) => ({
	visitorName: VISITOR.name,
	messages: listOf(element, bytes),
});

/** A matcher that starts anew at each place, or tries each spelling, takes longest for these. */
const NEAR_MISSES: Record<string, string> = {
	'a name over and over': 'Bob Smith ',
	'a name without end': 'Bob Smit ',
	'an address without end': 'bob@example.',
	'an IP address over and over': '203.0.113.9 ',
	'an escaped name': 'Bob%20Smit%2520',
	'layers of escapes': 'abc%25252525',
	backslashes: '\\',
	'quotation marks': '"',
	'JSON escapes': '\\u0042\\n',
	blanks: ' ',
	'line breaks': '\n',
	emoji: '😀',
	'halves of emoji': '\ud83d',
	'combining marks': 'e\u0301',
	'Chinese characters': '李伟',
	'Greek capitals': 'ΣΑΣ ',
};

const BODIES: Record<string, { kind: ChatlioEventKind; make: (bytes: number) => object }> = {
	...Object.fromEntries(
		Object.entries(NEAR_MISSES).map(([name, piece]) => [
			`a message of ${name}`,
			{ kind: 'newConversation' as const, make: message(piece) },
		]),
	),
	'a message that nearly holds a name of special characters': {
		kind: 'newConversation',
		make: message(`a${'!'.repeat(100)}c `, { ...VISITOR, name: `a${'!'.repeat(100)}b` }),
	},
	'a message that repeats a name that repeats itself': {
		kind: 'newConversation',
		make: message('a b ', { ...VISITOR, name: 'a b '.repeat(60) }),
	},
	'a message of all that is looked for': {
		kind: 'newConversation',
		make: message(FULL_OF_ALL, MANY),
	},
	'traits of all that is looked for': {
		kind: 'newConversation',
		make: (bytes) => ({
			visitor: {
				...MANY,
				identTraits: Object.fromEntries(
					Array.from({ length: bytes / 1_000 }, (_, at) => [
						`k${at}`,
						filledWith(FULL_OF_ALL, 950),
					]),
				),
			},
		}),
	},
	'long chat messages of a name over and over': {
		kind: 'chatTranscript',
		make: (bytes) => ({
			visitorName: VISITOR.name,
			messages: listOf({ text: filledWith('Bob Smith %2525 \\\\ ', 19_000) }, bytes),
		}),
	},
	'a list of pieces of addresses': {
		kind: 'newConversation',
		make: (bytes) => ({ visitor: { ...VISITOR, IPAddress: filledWith('1.,', bytes) } }),
	},
	'a page': {
		kind: 'newConversation',
		make: (bytes) => ({ visitor: { ...VISITOR, currentPage: filledWith('?a=%2541%20b', bytes) } }),
	},
	'a name': {
		kind: 'newConversation',
		make: (bytes) => ({ visitor: { ...VISITOR, name: filledWith('Bob ', bytes) } }),
	},
	'a list of IP addresses': {
		kind: 'newConversation',
		make: (bytes) => ({ visitor: { ...VISITOR, IPAddress: filledWith('203.0.113.9,', bytes) } }),
	},
	'an e-mail address': {
		kind: 'offlineMessage',
		make: (bytes) => ({ email: filledWith('bob@example.', bytes), message: 'Hi' }),
	},
	traits: {
		kind: 'newConversation',
		make: (bytes) => ({
			visitor: {
				...VISITOR,
				identTraits: traits(
					bytes,
					(at) => `k${at}`,
					() => 'Bob Smith',
				),
			},
		}),
	},
	'traits whose names become the same': {
		kind: 'newConversation',
		make: (bytes) => ({
			visitor: {
				...VISITOR,
				identTraits: traits(
					bytes,
					(at) => [...at.toString(2).padStart(18, '0')].map((bit) => '._'[Number(bit)]).join('a'),
					() => 'x',
				),
			},
		}),
	},
	'traits that hold addresses': {
		kind: 'newConversation',
		make: (bytes) => ({
			visitor: {
				...VISITOR,
				identTraits: traits(
					bytes,
					(at) => `k${at}`,
					(at) => `a@b.c${at}`,
				),
			},
		}),
	},
	'empty objects': {
		kind: 'newConversation',
		make: (bytes) => ({ visitor: VISITOR, message: 'Hi', extra: listOf({}, bytes) }),
	},
	'many fields': {
		kind: 'newConversation',
		make: (bytes) => ({
			visitor: VISITOR,
			message: 'Hi',
			...traits(
				bytes,
				(at) => `f${at}`,
				() => '',
			),
		}),
	},
	'empty chat messages': { kind: 'chatTranscript', make: chat({}) },
	'short chat messages': { kind: 'chatTranscript', make: chat({ text: 'Bob Smith' }) },
	'whole chat messages': { kind: 'chatTranscript', make: chat(chatMessage) },
	'one chat message': {
		kind: 'chatTranscript',
		make: (bytes) => ({
			visitorName: VISITOR.name,
			messages: [{ ...chatMessage, text: filledWith('Bob Smith ', bytes) }],
		}),
	},
	'a transcript as text': {
		kind: 'chatTranscript',
		make: (bytes) => ({ visitorName: VISITOR.name, textBody: filledWith('Bob Smit ', bytes) }),
	},
	identifiers: {
		kind: 'newConversation',
		make: (bytes) => ({
			conversationUUID: filledWith('Bob|', bytes / 2),
			visitor: { ...VISITOR, UUID: filledWith('|', bytes / 2) },
			message: 'Hi',
		}),
	},
};

export const HOSTILE_BODIES: Readonly<Record<string, HostileBody>> = {
	...Object.fromEntries(
		Object.entries(BODIES).map(([name, { kind, make }]) => [
			name,
			{ kind, write: (bytes: number) => JSON.stringify(make(bytes)) },
		]),
	),
	'nested lists': { kind: 'newConversation', write: nested },
};
