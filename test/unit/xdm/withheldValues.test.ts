import fc from 'fast-check';
import type { ChatlioEvent } from '../../../lib/chatlio/chatlioEvent';
import type { XdmOptions } from '../../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { documented, OPTIONS, RECEIVED_AT } from '../../harness/chatlioEvents';

interface Records {
	[key: string]: unknown;
	_acme: { chatlio: Record<string, never> };
}

const map = (event: ChatlioEvent, options: Partial<XdmOptions> = {}) =>
	toXdmRecords(event, { ...OPTIONS, ...options });

const jsonOf = (event: ChatlioEvent, options: Partial<XdmOptions>) =>
	JSON.stringify(map(event, options).records).toLowerCase();

const chatlioOf = (event: ChatlioEvent, options: Partial<XdmOptions>) =>
	(map(event, options).records[0] as unknown as Records)._acme.chatlio as Record<string, unknown>;

const event: ChatlioEvent = {
	event: 'chatTranscript',
	eventId: 'chatlio-' + '0'.repeat(64),
	receivedAt: RECEIVED_AT,
	conversationId: 'c-1',
	subject: 'Question of Quentin Quell',
	visitor: {
		id: 'v-1',
		name: 'Quentin Quell',
		handle: 'lisbon-77',
		email: 'Quentin@Quell.example',
		userId: 'quentin@quell.example',
		ip: '203.0.113.7',
		page: 'https://shop.example/?who=quentin%40quell.example&from=203.0.113.7&n=Quentin+Quell',
		referrer: 'https://shop.example/?from=lisbon-77',
		userAgent: 'Browser/1.0 (203.0.113.7)',
		location: 'Lisbon',
		traits: {
			plan: 'pro',
			'quentin@quell.example': true,
			email: 'other@quell.example',
			First_Name: 'Quenny',
			'ip address': '198.51.100.9',
			nested: { note: 'ask\nQuentin Quell "QQ" at quentin@quell.example' },
			contact: ' third@quell.example ',
		},
	},
	channel: { id: 'C1', name: 'lisbon-77', slackName: 'chat-quentin-quell' },
	transcript: {
		agent: { name: 'Some One', email: 'agent@shop.example' },
		archiveUrl: 'https://slack.example/C1',
		text: 'Quentin Quell: I am quentin@quell.example, other@quell.example\nSome O.: hi Quenny',
		messages: [
			{ text: 'My IP is 203.0.113.7', author: 'lisbon', fromVisitor: true },
			{
				text: 'Hello Quentin Quell, mail agent@shop.example',
				author: 'Some O.',
				fromVisitor: false,
			},
		],
	},
};

describe('a withheld value is nowhere in the record', () => {
	const ways = ['oneEvent', 'perMessage', 'whole'] as const;

	test.each(ways)('the name and the handle (%s)', (transcripts) => {
		const json = jsonOf(event, { name: 'leaveOut', transcripts });
		for (const value of [
			'quentin quell',
			'quentin+quell',
			'quentin-quell',
			'lisbon-77',
			'"lisbon"',
			'quenny',
		]) {
			expect(json).not.toContain(value);
		}
		expect(json).toContain('some one');
		expect(json).toContain('some o.');
	});

	test.each(ways)('the e-mail address, hashed or left out (%s)', (transcripts) => {
		for (const email of ['hash', 'leaveOut'] as const) {
			const json = jsonOf(event, { email, transcripts, userNamespace: 'CRMID' });
			expect(json).not.toContain('quell.example');
			expect(json).not.toContain('agent@shop.example');
			expect(json.includes('email_lc_sha256')).toBe(email === 'hash');
		}
	});

	test.each(ways)('the IP address (%s)', (transcripts) => {
		const json = jsonOf(event, { transcripts });
		expect(json).not.toContain('203.0.113.7');
		expect(json).not.toContain('198.51.100.9');
	});

	test.each(ways)('the texts (%s)', (transcripts) => {
		const json = jsonOf(event, { texts: 'leaveOut', transcripts });
		for (const value of ['my ip', 'hello', 'question', 'i am']) expect(json).not.toContain(value);
	});

	test.each(ways)('the traits (%s)', (transcripts) => {
		const json = jsonOf(event, { traits: 'leaveOut', transcripts });
		for (const value of ['traits', 'plan', 'nested']) expect(json).not.toContain(value);
	});

	test('the payload and its HTML', () => {
		const json = jsonOf({ ...event, payload: { htmlBody: '<b>secret</b>' } }, {});
		expect(json).not.toContain('secret');
		expect(json).not.toContain('payload');
	});

	test('every address in a proxy’s list', () => {
		const row = {
			...event,
			visitor: { ip: '203.0.113.7, 2001:db8::7, unknown', page: '/unknown?ip=2001%3adb8%3a%3a7' },
		};
		expect(chatlioOf(row, {}).visitor).toBeUndefined();
		expect(jsonOf(row, {})).not.toContain('203.0.113.7');
		expect(jsonOf(row, {})).toContain('/unknown?ip=[withheld]');
	});

	test('any value, in any other field', () => {
		const secret = fc
			.tuple(fc.string({ unit: fc.constantFrom(...'qxzöß李-% "&\'.'), maxLength: 8 }), fc.nat())
			.map(([middle, number]) => `Zq${middle}${number}w`);
		const place = fc.constantFrom(
			(value: string) => ({ message: `so ${value}!` }),
			(value: string) => ({ subject: value }),
			(value: string) => ({ channel: { name: `cl ${value}`, slackName: value } }),
			(value: string) => ({ transcript: { text: value, agent: { name: value } } }),
			(value: string) => ({
				transcript: {
					messages: [{ text: value, author: value, fromVisitor: false }],
				},
			}),
		);
		const inVisitor = fc.constantFrom(
			(value: string) => ({ page: `/?v=${encodeURIComponent(value)}` }),
			(value: string) => ({ traits: { [value]: 1, a: value, b: { c: [value] } } }),
			(value: string) => ({ location: `near (${value})` }),
		);
		const field = fc.constantFrom('name', 'handle', 'email');
		fc.assert(
			fc.property(secret, field, place, inVisitor, (value, name, at, about) => {
				const odd = {
					event: 'chatTranscript',
					receivedAt: RECEIVED_AT,
					...at(value),
					visitor: { ...about(value), [name]: value },
				} as unknown as ChatlioEvent;
				const options = {
					name: 'leaveOut',
					email: 'leaveOut',
					userNamespace: 'CRMID',
					transcripts: 'perMessage',
				} as const;
				const json = JSON.stringify(map(odd, options).records);
				expect(json).not.toContain(value);
				expect(json).not.toContain(JSON.stringify(value).slice(1, -1));
				expect(json).not.toContain(encodeURIComponent(value));
			}),
		);
	});
});

test('changes nothing in IDs, marks, times and paths, whatever a visitor is called', () => {
	const odd = {
		event: 'chatTranscript',
		receivedAt: RECEIVED_AT,
		conversationId: 'rosa-1',
		visitor: {
			id: 'rosa-2',
			userId: 'rosa',
			page: 'https://rosa.example/rosa?rosa=1',
			name: 'rosa',
		},
		channel: { id: 'rosa', slackId: 'rosa', slackTeamId: 'rosa' },
		transcript: {
			archiveUrl: 'https://slack.example/rosa',
			messages: [{ ts: 'rosa', authorId: 'rosa', fromVisitor: false }],
		},
	} as unknown as ChatlioEvent;
	const options = { userNamespace: 'CRMID', recordIdKey: 'k'.repeat(32) };
	const withheld = map(odd, { ...options, name: 'leaveOut' }).records;
	const nameless = { ...odd, visitor: { ...odd.visitor, name: undefined } };
	expect(withheld).toEqual(
		map({ ...nameless, eventId: '' }, options).records.map((record) => ({
			...record,
			_id: withheld[0]._id,
		})),
	);
});

test('keeps the rest of the texts', () => {
	expect(chatlioOf(event, { name: 'leaveOut' })).toMatchObject({
		subject: 'Question of [withheld]',
		channel: { id: 'C1', slackName: 'chat-[withheld]' },
	});
	expect(chatlioOf(event, { name: 'leaveOut' }).channel).not.toHaveProperty('name');
});

test('keeps traits without withheld values', () => {
	const { visitor } = chatlioOf(event, { email: 'leaveOut' }) as { visitor: { traits: object } };
	expect(visitor.traits).toEqual({
		plan: 'pro',
		First_Name: 'Quenny',
		nested: '{"note":"ask\\nQuentin Quell \\"QQ\\" at [withheld]"}',
	});
});

test('maps no text if there are too many names to search for', () => {
	const messages = Array.from({ length: 40 }, (_, at) => ({
		text: `I am name ${at}`,
		author: `name ${at}`,
		fromVisitor: true,
	}));
	const many = { ...documented('chatTranscript'), transcript: { messages } };
	const { records, notes } = map(many, { name: 'leaveOut', email: 'leaveOut' });
	expect(notes).toContainEqual({ kind: 'unsearchable' });
	expect(JSON.stringify(records)).not.toContain('name ');
	expect(records[0]).toMatchObject({ _id: many.eventId });
});

test('keeps identities, the browser, and the page without its query if it cannot search for names', () => {
	const visitor = {
		id: 'v-1',
		name: 'n'.repeat(300),
		email: 'q@quell.example',
		userId: 'u-1',
		userAgent: 'Mozilla/5.0 (X11) Chrome/120.0.0.0',
		page: 'https://shop.example/a?b=c#d',
	};
	const { records } = map({ ...event, visitor }, { name: 'leaveOut', userNamespace: 'CRMID' });
	expect(Object.keys(records[0].identityMap as object)).toEqual([
		'ChatlioVisitor',
		'Email',
		'CRMID',
	]);
	expect(records[0]).toMatchObject({
		web: { webPageDetails: { URL: 'https://shop.example/a' } },
		environment: { browserDetails: { userAgent: visitor.userAgent } },
	});
});

test('keeps the names if the options say so', () => {
	const json = JSON.stringify(map(event, { email: 'leaveOut' }).records);
	expect(json).toContain('Quentin Quell: I am [withheld], [withheld]');
});

test('keeps an address that contains a withheld name', () => {
	const quentin = { ...event, visitor: { name: 'Quentin', email: 'quentin@quell.example' } };
	const { records } = map(quentin, { name: 'leaveOut' });
	expect(records[0].identityMap).toMatchObject({ Email: [{ id: 'quentin@quell.example' }] });
	expect(chatlioOf(quentin, { name: 'leaveOut' }).visitor).toEqual({
		email: 'quentin@quell.example',
	});
});

test('does not keep an address that is itself a withheld name', () => {
	const email = 'quentin@quell.example';
	const { records } = map({ ...event, visitor: { name: email, email } }, { name: 'leaveOut' });
	expect(records[0]).not.toHaveProperty('identityMap');
	expect(JSON.stringify(records)).not.toContain(email);
});
