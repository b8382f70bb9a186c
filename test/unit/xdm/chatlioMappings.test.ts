import { applyMapping, normalizeMapping } from '../../../emulator/dataprep/applyMapping.mts';
import { eventIdOf } from '../../../lib/chatlio/eventId';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import { toXdmTime } from '../../../lib/chatlio/chatlioTime';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import {
	triggerItemMappings,
	chatlioPayloadMappings,
	type MappingNamespaces,
} from '../../../lib/xdm/dataPrep/chatlioMappings';
import { chatlioFieldGroup, chatlioSchema } from '../../../lib/xdm/schema/chatlioSchema';
import { resolvedWith } from '../../harness/xdmSchema.mts';
import { adobeReducedSample, documented } from '../../payloads';

const NOW = '2026-03-01T10:20:30.456Z';
const FIELD_GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';
const targetSchema = resolvedWith(
	chatlioSchema(FIELD_GROUP, 'Chatlio'),
	FIELD_GROUP,
	chatlioFieldGroup('acme'),
);

interface Mapped {
	_id: string;
	timestamp: string;
	identityMap?: Record<string, object[]>;
	_acme: { chatlio: Record<string, Record<string, unknown>> };
}

function mapDirectly(kind: ChatlioEventKind, payload: object, namespaces?: MappingNamespaces) {
	const rows = chatlioPayloadMappings('acme', kind, namespaces).map((row) => normalizeMapping(row));
	const source = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>;
	return applyMapping(rows, source, { targetSchema, now: new Date(NOW) })
		.record as unknown as Mapped;
}

const { newConversation, chatTranscript, offlineMessage } = documented;
const withVisitor = (change: object) => ({
	...newConversation,
	visitor: { ...newConversation.visitor, ...change },
});

describe('the ID', () => {
	it.each(CHATLIO_EVENTS.map(({ kind }) => kind))('is the trigger’s own: %s', (kind) => {
		for (const change of [{}, { message: '' }, { messages: undefined }, { endedAt: '' }]) {
			const payload = { ...documented[kind], ...change };
			expect(mapDirectly(kind, payload)._id).toBe(eventIdOf(kind, payload));
		}
	});

	it.each<[ChatlioEventKind, object, object[]]>([
		[
			'offlineMessage',
			{ ...offlineMessage, visitor: undefined },
			[{ name: 'Ana' }, { emailPretty: 'x' }, { visitor: { IPAddress: '203.0.113.9' } }],
		],
		['newConversation', { message: 'Hi' }, [{ visitor: { IPAddress: '203.0.113.9' } }]],
		[
			'chatTranscript',
			{},
			[
				{ messages: [] },
				{ messages: [{}] },
				{ messages: [{ text: 'Hi' }] },
				{ messages: [{ text: 'Hi' }, { text: 'Help' }] },
				{ messages: [{ text: 'Hi', username: 'ana' }] },
				{ messages: [{ text: 'Hi', ts: '1469725409.000005' }] },
				{ endedAt: '2018-05-19T18:14:32Z' },
			],
		],
	])(
		'is made of the texts that Adobe can read if neither the conversation nor the visitor is known: %s',
		(kind, payload, changes) => {
			const ids = [{}, ...changes].map(
				(change) => mapDirectly(kind, { ...payload, ...change })._id,
			);
			expect(new Set(ids).size).toBe(ids.length);
			for (const id of ids) expect(id).toMatch(/^chatlio-[0-9a-f]{64}$/);
		},
	);

	it('is the trigger’s own if the conversation is unknown', () => {
		expect(mapDirectly('newConversation', adobeReducedSample)._id).toBe(
			eventIdOf('newConversation', adobeReducedSample),
		);
	});
});

describe('times', () => {
	it.each([
		'2018-05-19T18:14:32.000026941+02:00',
		'2016-02-20T16:45:10.5-05:00',
		'2016-02-20T16:45:10.123456Z',
		'2016-02-20T16:45:10Z',
		'2016-02-20t16:45:10.25z',
		'2016-02-20 16:45:10.25+05:30',
		'0001-01-01T00:00:00Z',
		'1999-02-20T16:45:10Z',
		'20th of May',
		'',
	])('are read as the trigger reads them: %s', (createdAt) => {
		const { visitor } = mapDirectly('newConversation', withVisitor({ createdAt }))._acme.chatlio;
		const expected = toXdmTime(createdAt);
		const found = visitor.firstSeenAt as string | undefined;
		expect(found && new Date(found).toISOString()).toBe(expected);
	});

	it.each([
		['the end of the chat', {}, chatTranscript.endedAt],
		['its last message', { endedAt: '' }, chatTranscript.messages[1].sentAt],
		['now if both are missing', { endedAt: undefined, messages: undefined }, NOW],
		['now if the end is unknown and there are no messages', { endedAt: 'x', messages: [] }, NOW],
		['now if the end is in the future', { endedAt: '2099-01-01T00:00:00Z' }, NOW],
	])('of a transcript are %s', (_, change, expected) => {
		const { timestamp } = mapDirectly('chatTranscript', { ...chatTranscript, ...change });
		expect(new Date(timestamp)).toEqual(new Date(toXdmTime(expected)!));
	});
});

describe('an unknown value', () => {
	it('is absent, whether it is empty, missing or null', () => {
		for (const value of ['', null, undefined]) {
			const { visitor } = mapDirectly('newConversation', withVisitor({ handle: value }))._acme
				.chatlio;
			expect(visitor).not.toHaveProperty('handle');
		}
	});

	it('comes from the second field if the first one is empty', () => {
		const message = { ...offlineMessage, email: '', emailPretty: '', name: undefined };
		const { visitor } = mapDirectly('offlineMessage', message)._acme.chatlio;
		expect(visitor).toMatchObject({ email: 'bob@example.com', name: 'Bob Smith' });
	});
});

describe('the address', () => {
	it('of an offline message without email is the one in emailPretty', () => {
		const emailPretty = '"Bob Smith" <Bob@Example.com>';
		const record = mapDirectly('offlineMessage', { ...offlineMessage, email: '', emailPretty });
		expect(record._acme.chatlio.visitor).toMatchObject({ email: 'Bob@Example.com' });
		expect(record.identityMap).toMatchObject({ Email: [{ id: 'bob@example.com' }] });
	});
});

describe('traits', () => {
	it.each([
		['{"plan":"pro","seats":12}', { plan: 'pro', seats: '12' }],
		['likes tea', { text: 'likes tea' }],
		['null', undefined],
		['', undefined],
		[null, undefined],
	])('arrive as an object: %s', (identTraits, expected) => {
		const { visitor } = mapDirectly('newConversation', withVisitor({ identTraits }))._acme.chatlio;
		expect(visitor.traits).toEqual(expected);
	});
});

describe('identities', () => {
	const visitor = { email: 'ana@example.com', UUID: ' 7c1b ', identUserId: 'user-1' };
	const entry = (id: string, primary: boolean) => [
		{ id, authenticatedState: 'ambiguous', primary },
	];

	it('have the first available one as primary', () => {
		const all = { visitorNamespace: 'ChatlioVisitor', userNamespace: 'CRM' };
		const mapOf = (change: object) =>
			mapDirectly('newConversation', withVisitor({ ...visitor, ...change }), all).identityMap;
		expect(mapOf({})).toEqual({
			ChatlioVisitor: entry('7c1b', true),
			Email: entry('ana@example.com', false),
			CRM: entry('user-1', false),
		});
		expect(mapOf({ UUID: 'anonymous' })).toEqual({
			Email: entry('ana@example.com', true),
			CRM: entry('user-1', false),
		});
		expect(mapOf({ UUID: 'x'.repeat(1_025), email: 'nobody' })).toEqual({
			CRM: entry('user-1', true),
		});
	});

	it('are absent if nothing identifies the visitor', () => {
		const nobody = withVisitor({ email: '', UUID: '', identUserId: '' });
		expect(mapDirectly('newConversation', nobody)).not.toHaveProperty('identityMap');
	});

	it('are the address alone if visitors have no namespace', () => {
		const none = { visitorNamespace: '', userNamespace: '' };
		expect(mapDirectly('newConversation', withVisitor(visitor), none).identityMap).toEqual({
			Email: entry('ana@example.com', true),
		});
	});
});

describe('a message that does not say who wrote it', () => {
	it('is from the visitor if it has no Slack user ID', () => {
		const messages = chatTranscript.messages.map((message) => ({
			...message,
			isVisitorMsg: undefined,
		}));
		const { transcript } = mapDirectly('chatTranscript', { ...chatTranscript, messages })._acme
			.chatlio;
		expect(transcript.messages).toMatchObject([{ fromVisitor: true }, { fromVisitor: false }]);
	});
});

describe('from the trigger’s item', () => {
	it('the time is never later than the time of receipt', () => {
		const late = { ...chatTranscript, endedAt: '2099-01-01T00:00:00Z' };
		const item = parseEvent('chatTranscript', late, NOW);
		const { record } = applyMapping(
			triggerItemMappings('acme').map((row) => normalizeMapping(row)),
			JSON.parse(JSON.stringify(item)) as Record<string, unknown>,
			{ targetSchema, now: new Date(NOW) },
		);
		expect(record.timestamp).toBe(NOW);
	});

	it('no row reads the IP address', () => {
		expect(triggerItemMappings('acme').map(({ source }) => source)).not.toContain('visitor.ip');
	});
});

it('is not created for an invalid tenant ID', () => {
	const invalid = expect.objectContaining({
		problem: expect.objectContaining({ code: 'mapping.tenantIdInvalid' }),
	});
	expect(() => triggerItemMappings('a b')).toThrow(invalid);
	expect(() => chatlioPayloadMappings('', 'newConversation')).toThrow(invalid);
});
