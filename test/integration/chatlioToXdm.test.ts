import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioRecordIdKeyApi } from '../../credentials/ChatlioRecordIdKeyApi.credentials';
import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
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

test('maps each Chatlio event to a record that is linked to its item', async () => {
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

test('keeps the item unchanged if the record goes into a field', async () => {
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

test('applies every setting of the panel', async () => {
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

test('evaluates expressions for each item', async () => {
	const { output } = await run(
		[
			itemOf({ ...documented('newConversation'), to: 'one' }),
			itemOf({ ...documented('newConversation'), to: 'two' }),
		],
		{ tenantId: { __rl: true, mode: 'id', value: '={{ $json.to }}' } },
	);
	expect(output().map(({ json }) => Object.keys(json).at(-1))).toEqual(['_one', '_two']);
});

describe('an item that is not a Chatlio event', () => {
	const input = [documentedItems[1], notAnEvent, documentedItems[2]];

	test('stops the node and is reported with its index and field', async () => {
		const { error, output } = await run([
			...input,
			...Array.from({ length: 12 }, () => notAnEvent),
		]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'This is not a Chatlio event: "event" is missing',
			context: { itemIndex: 1 },
			description: expect.stringMatching(
				/^Connect the output of a Chatlio Trigger.*<br>Item 3: .*<br>and 2 more items$/,
			),
		});
		expect(output()).toEqual([]);
	});

	test('goes to the error output with its own fields, and the others continue', async () => {
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
				problem: {
					code: 'event.unrecognized',
					message: 'This is not a Chatlio event: "event" is missing',
					advice:
						'Connect the output of a Chatlio Trigger, or keep its fields in the nodes between.',
					retry: 'never',
					field: 'event',
				},
			},
			binary,
			pairedItem: { item: 1 },
		});
		expect(hints).toEqual(['Not mapped: 1 item. Each says why under "problem".']);
	});

	test('carries its problem if the node continues with one output', async () => {
		const { output } = await run(input, {}, { onError: 'continueRegularOutput' });
		expect(itemNumbers(output())).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(output()[1].json).toMatchObject({
			order: 7,
			problem: { code: 'event.unrecognized', field: 'event' },
		});
	});

	test('replaces the outcome of an earlier node with its own problem', async () => {
		const outcome = { problem: { code: 'inlet.rateLimited' }, delivery: {}, validation: {} };
		const { output } = await run([itemOf({ order: 7, ...outcome })], {}, errorOutput);
		expect(output(1)[0].json).toEqual({
			order: 7,
			problem: expect.objectContaining({ code: 'event.unrecognized' }),
		});
	});
});

describe('an event that an earlier node reported on', () => {
	const outcome = { problem: { code: 'inlet.rateLimited' }, delivery: {}, validation: {} };
	const retried = itemOf({ ...documented('newConversation'), ...outcome });

	test('is mapped to the same record as without the report', async () => {
		const [again, first] = (await run([retried, itemOf(documented('newConversation'))])).output();
		expect(again.json).toEqual(first.json);
	});

	test('loses the report if its record goes into a field', async () => {
		const { output } = await run([retried], { options: { recordField: 'xdm' } });
		expect(output()[0].json).toEqual({
			...documented('newConversation'),
			xdm: expect.objectContaining({ _id: documented('newConversation').eventId }),
		});
	});
});

describe('an event without an identity', () => {
	const nobody = itemOf({ ...documented('chatTranscript'), visitor: undefined });

	test('is kept, with a hint', async () => {
		const { output, hints } = await run([nobody, documentedItems[1], nobody]);
		expect(output()).toHaveLength(3);
		expect(hints).toEqual([expect.stringMatching(/^Without an identity: 2 events\./)]);
	});

	test('fails if the option says so', async () => {
		const { output } = await run(
			[nobody, documentedItems[1]],
			{ options: { withoutIdentity: 'fail' } },
			errorOutput,
		);
		expect(itemNumbers(output(0))).toEqual([{ item: 1 }]);
		expect(output(1)[0].json).toEqual({
			...nobody.json,
			problem: {
				code: 'event.noIdentity',
				message: 'The event has nothing to recognize a person by',
				advice:
					'Set Options > Records Without Identity to Keep With a Hint, or have Chatlio ask for an email address.',
				retry: 'afterChange',
			},
		});
	});
});

test.each([
	['A1@AdobeOrg', '"A1@AdobeOrg" is not a valid tenant ID'],
	['={{ [1] }}', 'The tenant ID is a list, not text'],
])('maps no item if the tenant ID is %s', async (value, message) => {
	const { output } = await run(
		documentedItems,
		{ tenantId: { __rl: true, mode: 'list', value } },
		errorOutput,
	);
	expect(output(0)).toEqual([]);
	expect(output(1)).toHaveLength(documentedItems.length);
	for (const { json } of output(1))
		expect(json.problem).toEqual({
			code: 'mapping.tenantIdInvalid',
			message,
			advice: 'Enter it as Adobe’s schema editor shows it before your own fields, e.g. _acme.',
			retry: 'afterChange',
			field: 'Tenant ID',
		});
});

test.each(['two words', '__proto__'])('rejects the namespace "%s"', async (visitorNamespace) => {
	const { error } = await run(documentedItems, { visitorNamespace });
	expect(error?.message).toBe(
		`Visitor ID Namespace "${visitorNamespace}" is not an identity symbol`,
	);
	const { output } = await run(documentedItems, { visitorNamespace }, errorOutput);
	expect(output(1).map(({ json }) => json.problem)).toEqual(
		documentedItems.map(() => ({
			code: 'mapping.namespaceInvalid',
			message: `Visitor ID Namespace "${visitorNamespace}" is not an identity symbol`,
			advice: 'Enter it as Adobe shows it under Identities, without spaces.',
			retry: 'afterChange',
			field: 'Visitor ID Namespace',
		})),
	);
});

test('an expression that cannot be evaluated affects only its item', async () => {
	const { output } = await run(
		[documentedItems[1], itemOf({ ...documentedEvents[2], elsewhere: true })],
		{ visitorNamespace: '={{ $json.elsewhere ? $("Nowhere").first().json.ns : "Browser" }}' },
		errorOutput,
	);
	expect(itemNumbers(output(0))).toEqual([{ item: 0 }]);
	expect(itemNumbers(output(1))).toEqual([{ item: 1 }]);
	expect(output(1)[0].json.problem).toEqual({
		code: 'setting.unreadable',
		message: "Referenced node doesn't exist",
		advice: 'Check the parameters of this node for this item.',
		retry: 'afterChange',
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

	test('differ with another key, and are the same if the events arrive again', async () => {
		const [first, again, other] = [
			idsOf((await runWith(KEY)).output(0)),
			idsOf((await runWith(KEY)).output(0)),
			idsOf((await runWith(`${KEY}0`)).output(0)),
		];
		expect(again).toEqual(first);
		expect(other).toHaveLength(first.length);
		expect(other.filter((id) => first.includes(id))).toEqual([]);
	});

	test('are used for the items for which an expression selects them', async () => {
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
		['is not text', 7, 'Key: use at least 32 characters, such as what openssl rand'],
		['holds a space', ` ${KEY}`, 'Key: use only unaccented letters, digits and punctuation'],
		['holds a letter with an accent', `é${KEY}`, 'Key: use only unaccented letters, digits and'],
	])('map nothing if the key %s, and say what to change', async (_, key, advice) => {
		const { output } = await runWith(key);
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json.problem)).toEqual(
			documentedItems.map(() => ({
				code: 'recordIdKey.unusable',
				message: 'The key for record IDs cannot be used',
				advice: expect.stringMatching(new RegExp(`^${advice}`)),
				retry: 'afterChange',
			})),
		);
		if (typeof key === 'string') expect(JSON.stringify(output(1))).not.toContain(key);
	});

	test('map nothing without a credential', async () => {
		const { output } = await run(documentedItems, keyed, errorOutput);
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json.problem)).toEqual(
			documentedItems.map(() => ({
				code: 'recordIdKey.missing',
				message: 'Options > Record IDs is Keyed, but no credential holds the key',
				advice: 'Choose or create a Chatlio Record ID Key credential in this node.',
				retry: 'afterChange',
			})),
		);
	});

	test('are not created if Record IDs is Plain, whatever the credential holds', async () => {
		const { output } = await runWith('short', {});
		expect(idsOf(output(0))).toEqual(documentedEvents.map(({ eventId }) => eventId));
	});
});

test('says what was truncated, what was left out and what is too long', async () => {
	const long = { ...documented('newConversation'), message: 'x'.repeat(12_000) };
	expect((await run([itemOf(long)])).hints).toEqual([
		expect.stringMatching(/^Truncated to the 10,000 bytes that Profile keeps: 1 event\./),
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

test('maps 10,000 items in one run', async () => {
	const input = Array.from(
		{ length: 10_000 },
		(_, at) => documentedItems[at % documentedItems.length],
	);
	const { output } = await run(input);
	expect(output()).toHaveLength(10_000);
});
