import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioRecordIdKeyApi } from '../../credentials/ChatlioRecordIdKeyApi.credentials';
import type { ChatlioEvent } from '../../lib/chatlio/types';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { documented, documentedEvents } from '../harness/chatlioEvents';
import { Registry, runNode, type RunNodeOptions } from '../harness/n8n';

const registry = new Registry().add(
	[new ChatlioToXdm()],
	[new AdobeExperiencePlatformApi(), new ChatlioRecordIdKeyApi()],
);

const tenantId = { __rl: true, mode: 'id', value: 'acme' };

const run = async (
	input: INodeExecutionData[],
	parameters: INodeParameters = {},
	node: RunNodeOptions['node'] = {},
	credentials?: RunNodeOptions['credentials'],
) =>
	await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId, ...parameters },
		input,
		node,
		credentials,
	});

const itemOf = (event: ChatlioEvent | object): INodeExecutionData => ({
	json: event as IDataObject,
});

const documentedItems = documentedEvents.map(itemOf);

const notAnEvent = itemOf({ order: 7 });

const errorOutput = { onError: 'continueErrorOutput' } as const;

const itemNumbers = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => pairedItem);

test('turns each of Chatlio’s events into a record linked to its item', async () => {
	const { output, error, hints } = await run(documentedItems);
	expect(error).toBeUndefined();
	expect(output().map(({ json }) => json._id)).toEqual(
		documentedEvents.map(({ eventId }) => eventId),
	);
	expect(itemNumbers(output())).toEqual(documentedItems.map((_, item) => ({ item })));
	expect(output()[1].json).toMatchObject({
		eventType: 'chatlio.newConversation',
		identityMap: { ChatlioVisitor: [{ primary: true }] },
		_acme: { chatlio: { message: 'Hi, I am having trouble signing up' } },
	});
	expect(JSON.stringify(output())).not.toContain('175.24.144.21');
	expect(hints).toEqual([]);
});

test('leaves the item as it is when the record has a field of its own', async () => {
	const binary = { file: { data: 'aGk=', mimeType: 'text/plain' } };
	const input = [{ ...documentedItems[1], binary }, documentedItems[2]];
	const { output } = await run(input, { options: { recordField: 'xdm' } });
	expect(output()[0]).toMatchObject({
		json: { ...documentedItems[1].json, xdm: { _id: documentedEvents[1].eventId } },
		binary,
		pairedItem: { item: 0 },
	});
	expect(output()[1].binary).toBeUndefined();
});

test('links every event of a chat to its transcript', async () => {
	const input = [itemOf(documented('newConversation')), itemOf(documented('chatTranscript'))];
	const { output } = await run(input, { transcripts: 'perMessage' });
	expect(output().map(({ json }) => json.eventType)).toEqual([
		'chatlio.newConversation',
		'chatlio.chatMessage',
		'chatlio.chatMessage',
		'chatlio.chatTranscript',
	]);
	expect(itemNumbers(output())).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }, { item: 1 }]);
});

test('follows every setting of the panel', async () => {
	const { output } = await run([itemOf(documented('unansweredMessage'))], {
		visitorNamespace: ' Browser ',
		email: 'hash',
		ip: 'keep',
		options: {
			name: 'leaveOut',
			texts: 'leaveOut',
			traits: 'leaveOut',
			userNamespace: 'CRMID',
			primary: 'userId,email,visitorId',
		},
	});
	const { environment, identityMap, _acme } = output()[0].json;
	expect(environment).toMatchObject({ ipV6: '2001:db8:85a3::8a2e:370:7334' });
	expect(identityMap).toMatchObject({
		Browser: [{ primary: false }],
		CRMID: [{ id: 'customer-4711', primary: true }],
		Email_LC_SHA256: [{ primary: false }],
	});
	const { chatlio } = _acme as { chatlio: IDataObject };
	expect(chatlio).not.toHaveProperty('message');
	expect(Object.keys(chatlio.visitor as object).sort()).toEqual([
		'emailSha256',
		'firstSeenAt',
		'id',
		'location',
		'userId',
	]);
});

test('computes expressions for each item', async () => {
	const { output } = await run(
		[
			itemOf({ ...documented('newConversation'), to: 'one' }),
			itemOf({ ...documented('newConversation'), to: 'two' }),
		],
		{ tenantId: { __rl: true, mode: 'id', value: '={{ $json.to }}' } },
	);
	expect(output().map(({ json }) => Object.keys(json).at(-1))).toEqual(['_one', '_two']);
});

describe('an item that is no Chatlio event', () => {
	const input = [documentedItems[1], notAnEvent, documentedItems[2]];

	test('stops the node, named by item and field', async () => {
		const { error, output } = await run([
			...input,
			...Array.from({ length: 12 }, () => notAnEvent),
		]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'Item 1: This is no Chatlio event: "event" is missing',
			context: { itemIndex: 1 },
			description: expect.stringMatching(
				/^Connect the output of a Chatlio Trigger.*\nItem 3: .*and 2 more items$/s,
			),
		});
		expect(output()).toEqual([]);
	});

	test('leaves on the error output with its own fields, and the others go on', async () => {
		const binary = { file: { data: 'aGk=', mimeType: 'text/plain' } };
		const { output, hints, error } = await run(
			[input[0], { ...notAnEvent, binary }, input[2]],
			{},
			errorOutput,
		);
		expect(error).toBeUndefined();
		expect(itemNumbers(output(0))).toEqual([{ item: 0 }, { item: 2 }]);
		expect(output(1)).toHaveLength(1);
		expect(output(1)[0]).toMatchObject({
			json: {
				order: 7,
				mapping: {
					status: 'refused',
					field: 'event',
					reason: 'This is no Chatlio event: "event" is missing',
					advice: expect.stringContaining('Chatlio Trigger'),
				},
			},
			binary,
			pairedItem: { item: 1 },
		});
		expect(hints).toEqual(['Refused: 1 item. Each says why under "mapping".']);
	});

	test('carries what was wrong when the node goes on with one output', async () => {
		const { output } = await run(input, {}, { onError: 'continueRegularOutput' });
		expect(itemNumbers(output())).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(output()[1].json).toMatchObject({ order: 7, mapping: { status: 'refused' } });
	});
});

describe('an event without an identity', () => {
	const nobody = itemOf({ ...documented('chatTranscript'), visitor: undefined });

	test('is kept, with a hint', async () => {
		const { output, hints } = await run([nobody, documentedItems[1], nobody]);
		expect(output()).toHaveLength(3);
		expect(hints).toEqual([expect.stringMatching(/^Without an identity: 2 events\./)]);
	});

	test('is set aside if asked for', async () => {
		const { output } = await run(
			[nobody, documentedItems[1]],
			{ options: { withoutIdentity: 'setAside' } },
			errorOutput,
		);
		expect(itemNumbers(output(0))).toEqual([{ item: 1 }]);
		expect(output(1)[0].json).toMatchObject({
			event: 'chatTranscript',
			mapping: { reason: 'Nobody can be recognized by this event' },
		});
	});
});

test.each([
	['={{ "" }}', 'The tenant ID is missing'],
	['A1@AdobeOrg', 'The tenant ID "A1@AdobeOrg" is none'],
])('refuses every item when the tenant ID is %s', async (value, message) => {
	const { output } = await run(
		documentedItems,
		{ tenantId: { __rl: true, mode: 'list', value } },
		errorOutput,
	);
	expect(output(0)).toEqual([]);
	expect(output(1)).toHaveLength(documentedItems.length);
	expect(output(1)[0].json.mapping).toMatchObject({ reason: message });
});

test.each(['two words', '__proto__'])('refuses the namespace "%s"', async (visitorNamespace) => {
	const { error } = await run(documentedItems, { visitorNamespace });
	expect(error?.message).toContain(
		`Visitor ID Namespace "${visitorNamespace}" is no identity symbol`,
	);
});

test('an expression that cannot be computed concerns its item only', async () => {
	const { output } = await run(
		[documentedItems[1], itemOf({ ...documentedEvents[2], elsewhere: true })],
		{ visitorNamespace: '={{ $json.elsewhere ? $("Nowhere").first().json.ns : "Browser" }}' },
		errorOutput,
	);
	expect(itemNumbers(output(0))).toEqual([{ item: 0 }]);
	expect(itemNumbers(output(1))).toEqual([{ item: 1 }]);
	expect(output(1)[0].json.mapping).toMatchObject({
		advice: 'Check the parameters of this node for this item',
	});
});

describe('keyed record IDs', () => {
	const KEY = 'f0'.repeat(32);
	const keyed = { options: { recordIds: 'keyed' } };
	const runWith = async (key: unknown, parameters: INodeParameters = keyed) =>
		await run(documentedItems, parameters, errorOutput, {
			chatlioRecordIdKeyApi: { secretKey: key } as ICredentialDataDecryptedObject,
		});
	const idsOf = (items: INodeExecutionData[]) => items.map(({ json }) => json._id);

	// Computed apart: HMAC-SHA256 of the plain id under the key's text.
	const GOLDEN = 'chatlio-639786616829c36b71156cffb837e16bec991e802c9d7cd1471fa6d724606b05';

	test('are the keyed hash of the plain ones', async () => {
		const { output } = await runWith(KEY);
		expect(idsOf(output(0))[1]).toBe(GOLDEN);
		expect(JSON.stringify(output(0))).not.toContain(documentedEvents[1].eventId);
	});

	test('are others with another key, and the same when the events come again', async () => {
		const [first, again, other] = [
			idsOf((await runWith(KEY)).output(0)),
			idsOf((await runWith(KEY)).output(0)),
			idsOf((await runWith(`${KEY}0`)).output(0)),
		];
		expect(again).toEqual(first);
		expect(other).toHaveLength(first.length);
		expect(other.filter((id) => first.includes(id))).toEqual([]);
	});

	test('are given to those items for which an expression asks for them', async () => {
		const recordIds = '={{ $json.event === "newConversation" ? "keyed" : "plain" }}';
		const { output } = await runWith(KEY, { options: { recordIds } });
		expect(idsOf(output(0))).toEqual(
			documentedEvents.map(({ event, eventId }) =>
				event === 'newConversation' ? expect.not.stringMatching(eventId) : eventId,
			),
		);
	});

	test.each<[string, unknown, string]>([
		['is missing', undefined, 'Key: use at least 32 characters, such as what openssl rand'],
		['is short', 'f0'.repeat(15), 'Key: use at least 32 characters, such as what openssl rand'],
		['is no text', 7, 'Key: use at least 32 characters, such as what openssl rand'],
		['holds a space', ` ${KEY}`, 'Key: use only unaccented letters, digits and punctuation'],
		['holds a letter with an accent', `é${KEY}`, 'Key: use only unaccented letters, digits and'],
	])('map nothing when the key %s, and say what to change', async (_, key, advice) => {
		const { output } = await runWith(key);
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json.mapping)).toEqual(
			documentedItems.map(() => ({
				status: 'refused',
				reason: 'The credential for keyed record IDs holds no key that can be used',
				advice: expect.stringMatching(new RegExp(`^${advice}`)),
			})),
		);
		if (typeof key === 'string') expect(JSON.stringify(output(1))).not.toContain(key);
	});

	test('map nothing without a credential', async () => {
		const { output } = await run(documentedItems, keyed, errorOutput);
		expect(output(0)).toEqual([]);
		expect(output(1)[0].json.mapping).toEqual({
			status: 'refused',
			reason: 'Record IDs is Keyed, but no credential holds the key',
			advice: 'Choose or create a Chatlio Record ID Key credential in this node',
		});
	});

	test('are not made when nobody asks for them, whatever the credential holds', async () => {
		const { output } = await runWith('short', {});
		expect(idsOf(output(0))).toEqual(documentedEvents.map(({ eventId }) => eventId));
	});
});

test('says what was cut, what was left out and what is too long', async () => {
	const long = { ...documented('newConversation'), message: 'x'.repeat(12_000) };
	expect((await run([itemOf(long)])).hints).toEqual([
		expect.stringMatching(/^Cut to the 10,000 bytes that Profile keeps: 1 event\./),
	]);
	expect((await run([itemOf(long)], { transcripts: 'whole' })).hints).toEqual([
		expect.stringMatching(/^Longer than 10,000 bytes: 1 event\./),
	]);
	const odd = { ...documented('newConversation'), message: {}, channel: { id: [] } };
	expect((await run([itemOf(odd), itemOf(odd)])).hints).toEqual([
		'Left out as unreadable, in 2 events: message, channel.id.',
	]);
	const visitor = { ...documented('newConversation').visitor, name: 'x'.repeat(300) };
	const { hints } = await run([itemOf({ ...documented('newConversation'), visitor })], {
		options: { name: 'leaveOut' },
	});
	expect(hints).toContainEqual(expect.stringMatching(/^Mapped without any text: 1 event\./));
});

test('maps 10,000 items in one go', async () => {
	const input = Array.from(
		{ length: 10_000 },
		(_, at) => documentedItems[at % documentedItems.length],
	);
	const { output } = await run(input);
	expect(output()).toHaveLength(10_000);
});
