import fc from 'fast-check';
import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import { OPTIONS, RECEIVED_AT } from './chatlioEvents';

/** An encoding and its inverse, both written without the code that they test. */
interface Encoding {
	write: (text: string) => string;
	read: (text: string) => string;
}

const ENTITY = /&#(\d+);/g;

const ENCODINGS: Record<string, Encoding> = {
	url: { write: encodeURIComponent, read: decodeURIComponent },
	json: {
		write: (text) => JSON.stringify(text).slice(1, -1),
		read: (text) => JSON.parse(`"${text}"`) as string,
	},
	jsonAscii: {
		write: (text) =>
			JSON.stringify(text)
				.slice(1, -1)
				.replace(/[^ -~]|@/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
		read: (text) => JSON.parse(`"${text}"`) as string,
	},
	html: {
		write: (text) => text.replace(/[^\da-z ]/giu, (one) => `&#${one.codePointAt(0)};`),
		read: (text) => text.replace(ENTITY, (_, point) => String.fromCodePoint(Number(point))),
	},
};

const letters = (alphabet: string, minLength: number, maxLength: number) =>
	fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const SCRIPTS = {
	Latin: 'abdeklmnorstuvzéñöß',
	Chinese: '李伟王芳娜强磊洋艳勇',
	Hangul: '김철수박영희민준서연',
	Kana: 'さくらはるとゆいカタナ',
	Thai: 'กขคงจชดตทนบปพมยรลวสห',
	Cyrillic: 'абвгдеиклмнопрстуя',
	Arabic: 'ابتجحدرسعفقكلمنهوي',
	Hebrew: 'אבגדהוזחטילמנסעפרשת',
	Devanagari: 'अकखगचजतदनपबमयरलवसह',
};

const script = fc.constantFrom(...Object.values(SCRIPTS));

const word = script.chain((alphabet) => letters(alphabet, 3, 8));

const ascii = letters('abcdefghijklmnopqrstuvwxyz0123456789', 2, 8).map((text) => `q${text}`);

/** A mark that no neighbor contains, so that a value is found again only where it was put. */
const name = fc
	.tuple(word, fc.constantFrom('', ' ', '-', "'", '’', ' "', ' & '), word)
	.map((parts) => parts.join(''));

const email = fc.oneof(
	fc
		.tuple(ascii, fc.constantFrom('', '.x', '+tag', '_1', "'b", '-c'), ascii)
		.map(([local, more, host]) => `${local}${more}@${host}.example`),
	fc
		.tuple(letters(SCRIPTS.Cyrillic, 2, 8), letters(SCRIPTS.Cyrillic, 2, 8))
		.map(([local, host]) => `${local}@${host}.рф`),
);

/** Two groups may also be a piece of a program, so they are found only apart from letters. */
const ip = fc.oneof(
	fc.ipV4(),
	fc.ipV6().filter((text) => text.split(/[:.]/).filter(Boolean).length > 2),
);

/** Text beside a value: of any script that is not part of it, or a sign. */
const SIGNS = [
	' ',
	'',
	', ',
	'(',
	')',
	'"',
	'<',
	'>',
	'=',
	': ',
	';',
	'\n',
	'😀',
	'。',
	'“',
	'\u00a0',
	'\u200b',
];

type Kind = 'email' | 'ip' | 'name';

export interface WithheldCase {
	kind: Kind;
	value: string;
	/** Encodings, the innermost first. */
	chain: string[];
	before: string;
	after: string;
	/** True if the whole text is encoded, otherwise only the value is. */
	isWhole: boolean;
}

/** Returns true if the texts have a script in common: then a value may end anywhere. */
const shareScript = (one: string, other: string) =>
	Object.values(SCRIPTS).some((alphabet) => {
		const has = (text: string) =>
			[...text.toLowerCase()].some((letter) => alphabet.includes(letter));
		return has(one) && has(other);
	});

const neighbor = (value: string, kind: Kind) =>
	fc.oneof(
		fc.constantFrom(...SIGNS),
		word.filter((text) => kind === 'ip' || (!shareScript(text, value) && !/[a-z]/.test(text))),
	);

export const withheldCase: fc.Arbitrary<WithheldCase> = fc
	.oneof(
		email.map((value) => ({ kind: 'email' as const, value })),
		ip.map((value) => ({ kind: 'ip' as const, value })),
		name.map((value) => ({ kind: 'name' as const, value })),
	)
	.chain(({ kind, value }) =>
		fc.record({
			kind: fc.constant<Kind>(kind),
			value: fc.constant(value),
			chain: fc.array(fc.constantFrom(...Object.keys(ENCODINGS)), { maxLength: 3 }),
			before: fc.tuple(word, neighbor(value, kind)).map(([far, near]) => `${far} ${near}`),
			after: fc.tuple(neighbor(value, kind), word).map(([near, far]) => `${near} ${far}`),
			isWhole: fc.boolean(),
		}),
	);

const OPTION = {
	email: { email: 'hash', ip: 'keep' },
	ip: { ip: 'leaveOut' },
	name: { name: 'leaveOut', ip: 'keep' },
} as const;

const ID = '2d3f4260-2235-903b-0a82-a23d326cc257';

/** Fields that stay as they are, whatever is withheld. */
const STRUCTURE = {
	eventId: `chatlio-${'0'.repeat(64)}`,
	conversationId: 'e3d1800d-2d9e',
	channel: { id: 'C1', slackId: 'C2', slackTeamId: 'T1' },
};

function eventOf({ kind, value }: WithheldCase, text: string): ChatlioEvent {
	return {
		event: 'chatTranscript',
		receivedAt: RECEIVED_AT,
		...STRUCTURE,
		message: text,
		subject: text,
		custom: { plan: 'pro', summary: text, topics: ['billing', text] },
		visitor: {
			id: ID,
			page: `https://shop.example/a/b?x=${encodeURIComponent(text)}&y=1#z`,
			traits: { plan: 'pro', note: text, nested: { deep: [{ note: text }] } },
			...(kind === 'name' && { name: value }),
		},
		transcript: {
			archiveUrl: 'https://slack.example/archives/C1/p1',
			text,
			messages: [{ text, ts: '1469725409.000005', authorId: 'U1', fromVisitor: false }],
		},
	};
}

const plain = (text: string) =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u200b\u00ad]/g, '');

interface Record_ {
	_id: string;
	web: { webPageDetails: { URL: string } };
	_acme: {
		chatlio: {
			message: string;
			subject: string;
			conversationId: string;
			channel: object;
			custom: { plan: string; summary: string; topics: string[] };
			visitor: { id: string; traits: { plan: string; note: string; nested: string } };
			transcript: { text: string; archiveUrl: string; messages: Array<Record<string, string>> };
		};
	};
}

/** Maps an event with the value in every text; throws if the record has it in any form, or lost anything else. */
export function expectWithheld(one: WithheldCase): void {
	const { kind, value, chain, before, after, isWhole } = one;
	const write = (text: string) => chain.reduce((written, by) => ENCODINGS[by].write(written), text);
	const read = (text: string) =>
		chain.reduceRight((written, by) => ENCODINGS[by].read(written), text);
	const text = isWhole ? write(before + value + after) : before + write(value) + after;
	const { records } = toXdmRecords(eventOf(one, text), {
		...OPTIONS,
		...OPTION[kind],
		// Three encodings may make a text longer than Profile keeps.
		transcripts: 'whole',
	});
	const record = records[0] as unknown as Record_;
	const { message, subject, visitor, transcript, conversationId, channel, custom } =
		record._acme.chatlio;
	const nested = JSON.parse(visitor.traits.nested) as { deep: [{ note: string }] };
	const page = new URL(record.web.webPageDetails.URL);
	const texts = [
		...[message, subject, visitor.traits.note, nested.deep[0].note],
		...[transcript.text, transcript.messages[0].text, page.searchParams.get('x') ?? ''],
		...[custom.summary, custom.topics[1]],
	];
	for (const left of texts) {
		expect(left).toContain('[withheld]');
		expect(plain(left)).not.toContain(plain(value));
		expect(left).not.toContain(write(value));
		if (isWhole) expect(plain(read(left))).not.toContain(plain(value));
	}
	expect({ _id: record._id, conversationId, channel }).toEqual({
		_id: STRUCTURE.eventId,
		conversationId: STRUCTURE.conversationId,
		channel: STRUCTURE.channel,
	});
	expect(visitor.id).toBe(ID);
	expect(visitor.traits.plan).toBe('pro');
	expect([custom.plan, custom.topics[0]]).toEqual(['pro', 'billing']);
	expect(record.web.webPageDetails.URL).toMatch(/^https:\/\/shop\.example\/a\/b\?x=.*&y=1#z$/s);
	expect(transcript.archiveUrl).toBe('https://slack.example/archives/C1/p1');
	expect(transcript.messages[0]).toMatchObject({ ts: '1469725409.000005', authorId: 'U1' });
}
