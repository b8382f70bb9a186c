import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { ShownRecord } from '../../../emulator/controlClient.mts';
import { runningExample } from '../../harness/running.mts';
import { documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const JSON_TYPE = { 'content-type': 'application/json' };

const { visitor, ...conversation } = documented.newConversation;

const W = '[withheld]';

interface Case {
	/** Text that the visitor writes; also a trait, and a value in the query of the visitor's page. */
	text: string;
	/** The text in the dataset; absent if nothing else was written. */
	left?: string;
	visitor?: object;
	/** Texts that no part of the record may contain, in uppercase or lowercase. */
	withheld: string[];
	/** SHA-256 of the address that becomes an identity. */
	hash?: string;
}

/** SHA-256 of `bob@example.com`, from `printf bob@example.com | sha256sum`. */
const BOB = '5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018';

const nested = JSON.stringify({ inner: JSON.stringify({ mail: 'bob\\u0040example.com' }) });

const CASES: Record<string, Case> = {
	'An address between Chinese words goes': {
		text: '我的邮箱是bob@example.com谢谢',
		left: `我的邮箱是${W}谢谢`,
		withheld: ['bob', 'example.com'],
	},
	'An address before a Hangul particle goes': {
		text: 'bob@example.com입니다',
		left: `${W}입니다`,
		withheld: ['bob', 'example.com'],
	},
	'An IP address in a Japanese sentence goes': {
		text: '私のIPは203.0.113.9です',
		left: `私のIPは${W}です`,
		withheld: ['203.0.113'],
	},
	'A Thai name between Thai words goes': {
		text: 'ผมชื่อสมชายครับ',
		left: `ผมชื่อ${W}ครับ`,
		visitor: { name: 'สมชาย' },
		withheld: ['สมชาย'],
	},
	'A Cyrillic name glued to Latin letters goes': {
		text: 'userВладимирok',
		left: `user${W}ok`,
		visitor: { name: 'Владимир' },
		withheld: ['владимир'],
	},
	'An Arabic name after its preposition goes': {
		text: 'رسالة لأحمد',
		left: `رسالة ل${W}`,
		visitor: { name: 'أحمد' },
		withheld: ['أحمد'],
	},
	'A Hebrew name after its preposition goes': {
		text: 'מכתב לשרה',
		left: `מכתב ל${W}`,
		visitor: { name: 'שרה' },
		withheld: ['שרה'],
	},
	'An address that was percent-encoded three times goes': {
		text: 'login?u=bob%252540example.com',
		left: `login?u=${W}`,
		withheld: ['bob', 'example.com'],
	},
	'An address with an HTML entity for its at sign goes': {
		text: 'see bob&#64;example.com.',
		left: `see ${W}.`,
		withheld: ['bob', 'example.com'],
	},
	'An address in JSON in JSON goes': {
		text: nested,
		left: nested.replace(/bob.*\.com/, W),
		withheld: ['bob', 'example.com'],
	},
	'An IPv6 address that is written out goes': {
		text: 'at 2001:0db8:0000:0000:0000:0000:0000:0007 now',
		left: `at ${W} now`,
		visitor: { IPAddress: '2001:db8::7' },
		withheld: ['2001:'],
	},
	'A visitor who is called - loses no other text': {
		text: 'a - b-c',
		left: 'a - b-c',
		visitor: { name: '-' },
		withheld: [],
	},
	'An address with a display name becomes its hash': {
		text: 'I am Bob <bob@example.com>',
		left: `I am ${W}`,
		visitor: { name: 'Bob', email: 'Bob <Bob@Example.com>' },
		withheld: ['bob', 'example.com'],
		hash: BOB,
	},
};

const payloadOf = ({ text, visitor: own }: Case, at: number) => ({
	...conversation,
	conversationUUID: `withheld-${at}-e3d1800d-2d9e`,
	message: text,
	visitor: {
		...visitor,
		handle: '',
		identTraits: JSON.stringify({ plan: 'pro', note: text }),
		currentPage: `https://shop.example/a-b/bob.1?q=${encodeURIComponent(text)}&lang=en#top`,
		...own,
	},
});

const records: Record<string, ShownRecord> = {};

beforeAll(async () => {
	const example = await runningExample('Withheld from webhook to dataset', ({ nodes }) => {
		const mapper = nodes.find(({ type }) => type.endsWith('.chatlioToXdm'))!;
		const choices = { email: 'hash', ip: 'leaveOut', options: { name: 'leaveOut' } };
		Object.assign(mapper.parameters, choices);
	});
	for (const [at, [name, one]] of Object.entries(CASES).entries()) {
		const payload = payloadOf(one, at);
		expect((await example.post('new-conversation', payload, JSON_TYPE)).status).toBe(200);
		records[name] = await example.record(eventIdOf('newConversation', payload));
	}
});

interface Entity {
	web: { webPageDetails: { URL: string } };
	identityMap: Record<string, Array<{ id: string }>>;
	_acme: { chatlio: { message?: string; visitor: { traits: Record<string, string> } } };
}

/** Record as text without the host and path of the visitor's page, which stay as they are. */
const searchable = (entity: Entity) =>
	JSON.stringify(entity).replaceAll('https://shop.example/a-b/bob.1', '').toLowerCase();

test.each(Object.keys(CASES))('%s from what the dataset holds', (name) => {
	const { left, withheld } = CASES[name];
	const { status, violations, record } = records[name];
	expect([status, violations]).toEqual(['stored', []]);
	const entity = record as unknown as Entity;
	const { message, visitor: who } = entity._acme.chatlio;
	const query = new URL(entity.web.webPageDetails.URL).searchParams.get('q');
	expect([message, who.traits.note, query]).toEqual([left, left, left]);
	for (const value of withheld) expect(searchable(entity)).not.toContain(value);
});

test.each(Object.keys(CASES))('%s, and every other part of the record is intact', (name) => {
	const at = Object.keys(CASES).indexOf(name);
	const payload = payloadOf(CASES[name], at);
	const { record } = records[name];
	const entity = record as unknown as Entity;
	const { UUID } = visitor;
	expect(record).toMatchObject({
		_id: eventIdOf('newConversation', payload),
		eventType: 'chatlio.newConversation',
		producedBy: 'self',
		environment: { browserDetails: { userAgent: visitor.userAgent } },
		_acme: {
			chatlio: {
				conversationId: payload.conversationUUID,
				channel: { id: 'C1NABCDEF', slackId: 'C1XPVTNKR', slackName: 'live-chat' },
				visitor: {
					id: UUID,
					location: visitor.location,
					firstSeenAt: '2016-02-07T19:02:17.839Z',
					traits: { plan: 'pro' },
				},
			},
		},
	});
	expect(entity.web.webPageDetails.URL).toMatch(
		/^https:\/\/shop\.example\/a-b\/bob\.1\?q=[^&#]*&lang=en#top$/,
	);
	const { hash } = CASES[name];
	const ids = Object.entries(entity.identityMap).map(([space, [{ id }]]) => [space, id]);
	expect(Object.fromEntries(ids)).toEqual({
		ChatlioVisitor: UUID,
		...(hash && { Email_LC_SHA256: hash }),
	});
});
