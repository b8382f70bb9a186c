import { itemOf, mapItem, post } from './triggerHarness';

const visitorWith = (field: string) =>
	`{"conversationUUID":"c","message":"Hi","visitor":{${field}}}`;

const userIdOf = async (digits: string) => {
	const item = await itemOf('newConversation', visitorWith(`"identUserId":${digits}`));
	const { record, hints } = await mapItem(item, { options: { userNamespace: 'CRMID' } });
	return {
		id: record.identityMap?.CRMID?.[0].id,
		field: record._acme.chatlio.visitor?.userId,
		hints,
	};
};

test.each([
	'7615917337495251231',
	'7615917337495251230',
	'9007199254740993',
	// JavaScript holds these exactly, but cannot say so.
	'9007199254740992',
	'9007199254740994',
	'-9007199254740993',
	'12345678901234567890123456789012345678901234567890',
	'1234567890.12345678901',
])('a user ID keeps its digits: %s', async (digits) => {
	expect(await userIdOf(digits)).toEqual({ id: digits, field: digits, hints: [] });
});

test('two people whose numbers differ in the last digit are two people', async () => {
	const [one, other] = [
		await userIdOf('7615917337495251231'),
		await userIdOf('7615917337495251230'),
	];
	expect(one.id).not.toBe(other.id);
});

test.each([
	['conversationId', '"conversationUUID":%'],
	['visitor.id', '"visitor":{"UUID":%}'],
	['message', '"message":%,"conversationUUID":"c"'],
])('any other text keeps the digits of its number: %s', async (path, field) => {
	const item = await itemOf('unansweredMessage', `{${field.replace('%', '7615917337495251231')}}`);
	const { record } = await mapItem(item);
	const value = path
		.split('.')
		.reduce<unknown>((at, name) => (at as never)[name], record._acme.chatlio);
	expect(value).toBe('7615917337495251231');
});

test.each([
	['an object', '"identTraits":{"id":7615917337495251231}', '7615917337495251231'],
	['JSON text', '"identTraits":"{\\"id\\":7615917337495251231}"', '7615917337495251231'],
	[
		'an exact number in JSON text',
		'"identTraits":"{\\"id\\":9007199254740994}"',
		'9007199254740994',
	],
	[
		'a nested object in JSON text',
		'"identTraits":"{\\"id\\":{\\"crm\\":7615917337495251231}}"',
		'{"crm":"7615917337495251231"}',
	],
	['a list', '"identTraits":{"id":[7615917337495251230,1]}', '["7615917337495251230",1]'],
])('traits keep the digits of their numbers: %s', async (_, field, id) => {
	const { record, hints } = await mapItem(await itemOf('newConversation', visitorWith(field)));
	expect(record._acme.chatlio.visitor?.traits).toEqual({ id });
	expect(hints).toEqual([
		'Without an identity: 1 event. Such records reach the data lake, but no profile.',
	]);
});

test('the payload that the item keeps has the digits, too', async () => {
	const options = { includePayload: true };
	const body = visitorWith('"identUserId":7615917337495251231,"age":7');
	expect((await itemOf('newConversation', body, options)).payload).toMatchObject({
		visitor: { identUserId: '7615917337495251231', age: 7 },
	});
});

test('digits that another node lost make no identity, and a hint says so', async () => {
	const item = await itemOf('newConversation', visitorWith('"identUserId":"u"'));
	const { record, hints } = await mapItem(
		{ ...item, visitor: { userId: Number('7615917337495251231') } },
		{ options: { userNamespace: 'CRMID' } },
	);
	expect(record.identityMap).toBeUndefined();
	expect(hints.join()).toContain('visitor.userId');
});

test('digits that were lost before the node saw them make no identity, and a hint says so', async () => {
	const body = visitorWith('"identUserId":7615917337495251231');
	const { items } = await post('newConversation', body, {}, { rawBody: Buffer.from('') });
	const { record, hints } = await mapItem(items[0], { options: { userNamespace: 'CRMID' } });
	expect(record.identityMap).toBeUndefined();
	expect(hints.join()).toContain('visitor.userId');
});

test('a body in UTF-16 keeps its digits', async () => {
	const body = visitorWith('"identUserId":7615917337495251231');
	const { items } = await post(
		'newConversation',
		body,
		{},
		{
			rawBody: Buffer.from(body, 'utf16le'),
			headers: { 'content-type': 'application/json; charset=utf-16le' },
		},
	);
	expect(items).toMatchObject([{ visitor: { userId: '7615917337495251231' } }]);
});

test('brackets without end around a long number are answered like any others', async () => {
	const deep = `{"message":"Hi","a":${'['.repeat(50_000)}7615917337495251231${']'.repeat(50_000)}}`;
	expect(await post('newConversation', deep)).toMatchObject({
		status: 200,
		items: [{ message: 'Hi' }],
	});
});
