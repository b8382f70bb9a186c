import type { INodeParameters } from 'n8n-workflow';
import { sha256 } from '../../../lib/xdm/mapper/sha256';
import { itemOf, mapItem } from './triggerHarness';

const BOB = 'bob@example.com';

/** Maps a visitor with this address; the identities without their state. */
async function identitiesOf(email: string, parameters: INodeParameters = {}) {
	const item = await itemOf('newConversation', { conversationUUID: 'c', visitor: { email } });
	const { record, hints } = await mapItem(item, parameters);
	const ids = Object.entries(record.identityMap ?? {}).map(([namespace, entries]) => [
		namespace,
		entries.map(({ id }) => id),
	]);
	const { visitor } = record._acme.chatlio;
	return { ids: Object.fromEntries(ids) as Record<string, string[]>, visitor, hints };
}

/** One address, decorated as people, pages, mail programs and Slack write it. */
const DECORATED = [
	`\u200f${BOB}`,
	`\u200b${BOB}`,
	`bob@exam\u200bple.com`,
	`${BOB}\ufeff`,
	`\u2066${BOB}\u2069`,
	`mailto:${BOB}`,
	`MAILTO:${BOB}?subject=Hi%20there&cc=ann@example.com`,
	`mailto:bob%40example.com`,
	`${BOB}.`,
	`${BOB};`,
	`${BOB},`,
	`${BOB}。`,
	`(${BOB})`,
	`<${BOB}>`,
	`"${BOB}"`,
	`'${BOB}'`,
	`“${BOB}”`,
	`「${BOB}」`,
	`*${BOB}*`,
	`Bob <${BOB}>`,
	`"Bob, the Builder" <${BOB}>`,
	`"ann@example.com" <${BOB}>`,
	`${BOB} <${BOB}>`,
	`${BOB} (Bob)`,
	`<mailto:${BOB}|${BOB}>`,
	`bob＠example.com`,
	`\u00a0${BOB}\n`,
	`Bob <mailto:${BOB}>;`,
];

test.each(DECORATED)('the address is taken out of its decoration: %j', async (email) => {
	expect((await identitiesOf(email)).ids).toEqual({ Email: [BOB] });
	const hashed = await identitiesOf(email, { email: 'hash' });
	expect(hashed.ids).toEqual({ Email_LC_SHA256: [sha256(BOB)] });
	expect(hashed.visitor).toEqual({ emailSha256: sha256(BOB) });
});

test.each([
	'ann@example.com, bob@example.com',
	'ann@example.com bob@example.com',
	'Ann <ann@example.com>; Bob <bob@example.com>',
	'mailto:ann@example.com,bob@example.com',
	'ann@example.com/bob@example.com',
])('two addresses are nobody’s, and a hint says so: %j', async (email) => {
	for (const parameters of [{}, { email: 'hash' }]) {
		const { ids, visitor, hints } = await identitiesOf(email, parameters);
		expect(ids).toEqual({});
		expect(visitor?.emailSha256).toBeUndefined();
		expect(hints.join()).toContain('more than one address');
	}
});

test.each(['nobody', 'bob@', '@example.com', 'a b@example.com', 'my address is bob@example.com'])(
	'text that is no address is neither an identity nor a hash: %j',
	async (email) => {
		expect((await identitiesOf(email)).ids).toEqual({});
		const hashed = await identitiesOf(email, { email: 'hash' });
		expect(hashed.ids).toEqual({});
		expect(hashed.visitor).toBeUndefined();
		expect(hashed.hints.join()).toContain('visitor.email');
	},
);

test.each(['Bob@Example.com', 'BOB@EXAMPLE.COM', ' bOB@example.com ', 'Bob <BOB@example.com>'])(
	'one person has one Email identity, however the address is capitalized: %j',
	async (email) => {
		const { ids, visitor } = await identitiesOf(email);
		expect(ids).toEqual({ Email: [BOB] });
		// The field says what Chatlio said.
		expect(visitor).toEqual({ email });
	},
);

test('Keep Case keeps the capitals of the identity, never of the hash', async () => {
	const options = { options: { keepCase: true } };
	const email = 'Bob <Bob@Example.com>';
	expect((await identitiesOf(email, options)).ids).toEqual({ Email: ['Bob@Example.com'] });
	expect((await identitiesOf(email, { ...options, email: 'hash' })).ids).toEqual({
		Email_LC_SHA256: [sha256(BOB)],
	});
});

test('a transcript joins its visitor by the address, whatever its case', async () => {
	const { record } = await mapItem(
		await itemOf('chatTranscript', { conversationUUID: 'c', replyToEmail: 'Bob@Example.com' }),
	);
	expect(record.identityMap).toMatchObject({ Email: [{ id: BOB }] });
});

test.each(['bob@пример.рф', '用户@例子.公司', 'josé@example.com', 'δοκιμή@παράδειγμα.ελ'])(
	'an address in any alphabet is an identity: %s',
	async (email) => {
		expect((await identitiesOf(email)).ids).toEqual({ Email: [email] });
	},
);

test('composed and decomposed letters are one identity', async () => {
	expect((await identitiesOf('jose\u0301@example.com')).ids).toEqual({
		Email: ['jos\u00e9@example.com'],
	});
});

describe('emailPretty without email', () => {
	const emailOf = async (payload: object) => {
		const { record } = await mapItem(await itemOf('offlineMessage', { message: 'Hi', ...payload }));
		return [record.identityMap?.Email?.[0].id, record._acme.chatlio.visitor?.email];
	};

	test.each([
		[{ emailPretty: '"Bob Smith" <bob@example.com>' }],
		[{ emailPretty: '"Bob Smith" <bob@example.com>', email: '' }],
		[{ emailPretty: 'bob@example.com' }],
		[{ emailPretty: '<bob@example.com>', visitor: { email: 'old@example.com' } }],
	])('is the address: %j', async (payload) => {
		expect(await emailOf(payload)).toEqual([BOB, BOB]);
	});

	test('gives way to email, and to the visitor’s address if it has none', async () => {
		const visitor = { email: BOB };
		expect(await emailOf({ email: BOB, emailPretty: 'Ann <ann@example.com>' })).toEqual([BOB, BOB]);
		expect(await emailOf({ emailPretty: '"Bob Smith" <>', visitor })).toEqual([BOB, BOB]);
	});
});

describe('an IP address with its port', () => {
	const ADDRESSES: Array<[string, string, 'ipV4' | 'ipV6']> = [
		['203.0.113.9:51234', '203.0.113.9', 'ipV4'],
		['[2001:db8::1]:443', '2001:db8::1', 'ipV6'],
		['[2001:db8::1]', '2001:db8::1', 'ipV6'],
		['fe80::1%eth0', 'fe80::1', 'ipV6'],
		['[fe80::1%25eth0]:80', 'fe80::1', 'ipV6'],
		['::ffff:203.0.113.9:443', '::ffff:203.0.113.9', 'ipV6'],
	];

	test.each(ADDRESSES)(
		'%s is stored without it if it is kept',
		async (IPAddress, address, field) => {
			const payload = { conversationUUID: 'c', message: 'Hi', visitor: { IPAddress } };
			const { record } = await mapItem(await itemOf('newConversation', payload), { ip: 'keep' });
			expect(record.environment).toEqual({ [field]: address });
		},
	);

	test.each(ADDRESSES)('%s is withheld by default, from texts too', async (IPAddress, address) => {
		const payload = {
			conversationUUID: 'c',
			message: `I am at ${address} now`,
			visitor: { IPAddress },
		};
		const { record } = await mapItem(await itemOf('newConversation', payload));
		expect(JSON.stringify(record)).not.toContain(address);
	});

	test('is read without it from an item of another node', async () => {
		const item = await itemOf('newConversation', { conversationUUID: 'c', message: 'Hi' });
		const visitor = { ip: '203.0.113.9:51234' };
		const { record } = await mapItem({ ...item, visitor }, { ip: 'keep' });
		expect(record.environment).toEqual({ ipV4: '203.0.113.9' });
	});
});
