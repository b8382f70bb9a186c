import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { applyMapping, normalizeMapping } from '../../../emulator/dataprep/applyMapping.mts';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import {
	chatlioPayloadMappings,
	triggerItemMappings,
	type DataPrepMapping,
} from '../../../lib/xdm/dataPrep/chatlioMappings';
import { documented } from '../../payloads';
import { itemOf, mapItem, post } from './triggerHarness';

const KINDS = CHATLIO_EVENTS.map(({ kind }) => kind);

function idByDataPrep(mappings: DataPrepMapping[], source: object): unknown {
	const rows = mappings
		.filter(({ destination }) => destination === '_id')
		.map((row) => normalizeMapping(row));
	const json = JSON.parse(JSON.stringify(source)) as IDataObject;
	return applyMapping(rows, json, { now: new Date() }).record._id;
}

const without = (item: IDataObject, field: string): IDataObject =>
	Object.fromEntries(Object.entries(item).filter(([name]) => name !== field));

/** The `_id` on each way into Adobe, with and without the item's `eventId`. */
async function idsOf(kind: ChatlioEventKind, payload: object) {
	const item = await itemOf(kind, payload);
	const withPayload = await itemOf(kind, payload, { includePayload: true });
	const dropped = without(item, 'eventId');
	const droppedWithPayload = without(withPayload, 'eventId');
	return {
		mapped: (await mapItem(item)).record._id,
		raw: idByDataPrep(triggerItemMappings('acme'), item),
		direct: idByDataPrep(chatlioPayloadMappings('acme', kind), payload),
		dropped: await mapItem(dropped),
		droppedWithPayload: await mapItem(droppedWithPayload),
	};
}

/** Pairs of events that name nothing that identifies them, and differ in one value. */
const PAIRS: Array<[ChatlioEventKind, object, object]> = [
	[
		'chatTranscript',
		{ messages: [{ text: 'Hi', username: 'ana' }] },
		{ messages: [{ text: 'Hi', username: 'bob' }] },
	],
	['chatTranscript', { messages: [{ text: 'Hi' }] }, { messages: [{ text: 'Help' }] }],
	[
		'chatTranscript',
		{ textBody: 'Hi', visitorTraits: { id: 1 } },
		{ textBody: 'Hi', visitorTraits: { id: 2 } },
	],
	['chatTranscript', { textBody: 'Hi', extraData: ['a'] }, { textBody: 'Hi', extraData: ['b'] }],
	[
		'newConversation',
		{ message: 'Hi', visitor: { IPAddress: '203.0.113.1' } },
		{ message: 'Hi', visitor: { IPAddress: '203.0.113.2' } },
	],
	[
		'newConversation',
		{ message: 'Hi', visitor: { identTraits: '{"id":1}' } },
		{ message: 'Hi', visitor: { identTraits: '{"id":2}' } },
	],
	[
		'unansweredMessage',
		{ message: 'Hi', visitor: { name: 'Ana', identTraits: '{"id":1}' } },
		{ message: 'Hi', visitor: { name: 'Ana', identTraits: '{"id":2}' } },
	],
	[
		'visitorFeedback',
		{ message: 'Good', visitor: { IPAddress: '203.0.113.1' } },
		{ message: 'Good', visitor: { IPAddress: '203.0.113.2' } },
	],
	['visitorFeedback', { message: 'Good', rating: 1 }, { message: 'Good', rating: 5 }],
	[
		'offlineMessage',
		{ name: 'Ana', message: 'Hi', visitor: { IPAddress: '203.0.113.1' } },
		{ name: 'Ana', message: 'Hi', visitor: { IPAddress: '203.0.113.2' } },
	],
	[
		'offlineMessage',
		{ name: 'Ana', message: 'Hi', phone: '1' },
		{ name: 'Ana', message: 'Hi', phone: '2' },
	],
	[
		'offlineMessage',
		{ name: 'Ana', visitor: { identTraits: '["7615917337495251231"]' } },
		{ name: 'Ana', visitor: { identTraits: '["7615917337495251230"]' } },
	],
];

test.each(PAIRS)(
	'two events without their identifying parts never share an _id: %s %j',
	async (kind, one, other) => {
		const [first, second] = [await idsOf(kind, one), await idsOf(kind, other)];
		expect(first.mapped).not.toBe(second.mapped);
		expect(first.raw).toBe(first.mapped);
		expect(second.raw).toBe(second.mapped);
		// The payload says everything that the trigger's ID says.
		expect(first.droppedWithPayload).toMatchObject({ record: { _id: first.mapped } });
		// Without it, the item gets an ID of its own, and a hint.
		expect(first.dropped.record._id).not.toBe(second.dropped.record._id);
		expect(first.dropped.hints.join()).toContain('eventId');
		expect(first.droppedWithPayload.hints.join()).not.toContain('eventId');
	},
);

test('numbers that differ beyond 2^53 are two events', async () => {
	const body = (digits: string) => `{"message":"Hi","visitor":{"identUserId":${digits}}}`;
	const ids = await Promise.all(
		['7615917337495251231', '7615917337495251230'].map(
			async (digits) => (await itemOf('newConversation', body(digits))).eventId,
		),
	);
	expect(new Set(ids).size).toBe(2);
});

describe('a transcript whose eventId a node dropped', () => {
	test.each([
		['documented', documented.chatTranscript],
		[
			'with digits beyond milliseconds',
			{ ...documented.chatTranscript, endedAt: '2026-02-03T04:05:06.123456789-05:00' },
		],
		['with the zero time', { ...documented.chatTranscript, endedAt: '0001-01-01T00:00:00Z' }],
		['with an end that cannot be read', { ...documented.chatTranscript, endedAt: 'yesterday' }],
		['with odd messages', { ...documented.chatTranscript, messages: [null, 'x', { text: 'Hi' }] }],
		['without messages yet', { ...documented.chatTranscript, messages: [] }],
	])('has the ID that the trigger gave it, without a hint: %s', async (_, payload) => {
		const { dropped, ...ids } = await idsOf('chatTranscript', payload);
		expect(dropped.record._id).toBe(ids.mapped);
		expect(ids.raw).toBe(ids.mapped);
		expect(ids.direct).toBe(ids.mapped);
		expect(dropped.hints.join()).not.toContain('eventId');
	});

	test.each(['endedAtExact', 'messages'])('gets a hint if %s is gone, too', async (name) => {
		const item = without(await itemOf('chatTranscript', documented.chatTranscript), 'eventId');
		const transcript = without(item.transcript as IDataObject, name);
		const { hints } = await mapItem({ ...item, transcript });
		expect(hints.join()).toContain('eventId');
	});
});

test.each(KINDS)('the documented event has one _id on every way: %s', async (kind) => {
	const { dropped, droppedWithPayload, ...ids } = await idsOf(kind, documented[kind]);
	const all = [...Object.values(ids), dropped.record._id, droppedWithPayload.record._id];
	expect(new Set(all).size).toBe(1);
	expect([...dropped.hints, ...droppedWithPayload.hints].join()).not.toContain('eventId');
});

describe('no event', () => {
	test.each(
		KINDS.flatMap((kind) =>
			[
				{ foo: 1 },
				{},
				{ visitor: { foo: 1 } },
				{ message: '', visitor: { name: null } },
				{ payload: documented.newConversation },
				{ messages: [] },
			].map((body) => [kind, body] as const),
		),
	)('is answered 422 and starts nothing: %s %j', async (kind, body) => {
		expect(await post(kind, body)).toMatchObject({
			status: 422,
			items: [],
			body: { code: 'webhook.notAnEvent' },
			warnings: [expect.stringContaining('rejected an event')],
		});
	});
});

describe('a time that cannot be read', () => {
	test.each<[ChatlioEventKind, object, string]>([
		['chatTranscript', { conversationUUID: 'c', endedAt: 'yesterday' }, 'transcript.endedAt'],
		[
			'chatTranscript',
			{ conversationUUID: 'c', startedAt: '2026-13-45T00:00:00Z' },
			'transcript.startedAt',
		],
		[
			'chatTranscript',
			{ conversationUUID: 'c', messages: [{ text: 'Hi', sentAt: '12:00' }] },
			'transcript.messages.sentAt',
		],
		[
			'newConversation',
			{ conversationUUID: 'c', visitor: { createdAt: 'last week' } },
			'visitor.firstSeenAt',
		],
		[
			'newConversation',
			{ conversationUUID: 'c', visitor: { createdAt: 1469725409 } },
			'visitor.firstSeenAt',
		],
	])('gives the hint that the documentation promises: %s %j', async (kind, payload, field) => {
		const item = await itemOf(kind, payload);
		const { record, hints } = await mapItem(item);
		expect(hints.join()).toContain(`Left out as unreadable, in 1 event: ${field}.`);
		expect(JSON.stringify(record)).not.toMatch(/yesterday|2026-13|12:00"|last week|1469725409/);
		// Adobe gets the same record from the item.
		expect(idByDataPrep(triggerItemMappings('acme'), item)).toBe(record._id);
	});

	test.each(['', null, '0001-01-01T00:00:00Z'])(
		'is not one that is unknown: %j',
		async (endedAt) => {
			const { hints } = await mapItem(
				await itemOf('chatTranscript', { conversationUUID: 'c', endedAt }),
			);
			expect(hints.join()).not.toContain('unreadable');
		},
	);
});

describe('the IP allowlist', () => {
	const options = { ipAllowlist: '203.0.113.0/24, 2001:db8::/32' };
	const from = async (ip: string) =>
		await post('newConversation', documented.newConversation, options, { ip });

	test.each([
		'203.0.113.9:51234',
		'[2001:db8::1]:443',
		'[2001:db8::1]',
		'::ffff:203.0.113.9:443',
		'[::ffff:203.0.113.9]:443',
	])('admits an address as proxies write it: %s', async (ip) => {
		expect(await from(ip)).toMatchObject({ status: 200, items: [{ event: 'newConversation' }] });
	});

	test.each(['203.0.114.9:51234', '[2001:db9::1]:443', '203.0.113.9:port', '[203.0.113.9'])(
		'refuses %s, and the log says so',
		async (ip) => {
			const hour = 3_600_000;
			const later = Date.now() + (refusals += 1) * hour;
			const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
			try {
				const { status, items, warnings } = await from(ip);
				expect([status, items]).toEqual([403, []]);
				expect(warnings).toEqual([expect.stringContaining('IP allowlist')]);
				// Strangers cannot fill the log.
				expect((await from(ip)).warnings).toEqual([]);
			} finally {
				clock.mockRestore();
			}
		},
	);
	let refusals = 0;
});

describe('for any two postings', () => {
	const scalar = fc.oneof(
		fc.constantFrom('', 'a', 'b', '1', 'null', '{}', '[]', '"', '|', ',', ':'),
		fc.integer({ min: 0, max: 3 }),
		fc.boolean(),
		fc.constant(null),
	);
	const anything = fc.letrec((tie) => ({
		value: fc.oneof({ maxDepth: 3 }, scalar, tie('list'), tie('object')),
		list: fc.array(tie('value'), { maxLength: 3 }),
		object: fc.dictionary(fc.constantFrom('a', 'b', 'UUID', 'id'), tie('value'), { maxKeys: 3 }),
	}));
	const VISITOR = ['UUID', 'email', 'name', 'IPAddress', 'identTraits', 'createdAt', 'other'];
	const TOP: Record<ChatlioEventKind, string[]> = {
		chatTranscript: [
			'conversationUUID',
			'endedAt',
			'textBody',
			'visitorTraits',
			'extraData',
			'other',
		],
		offlineMessage: ['name', 'email', 'message', 'subject', 'other'],
		newConversation: ['conversationUUID', 'message', 'channelId', 'other'],
		unansweredMessage: ['conversationUUID', 'message', 'channelId', 'other'],
		visitorFeedback: ['conversationUUID', 'message', 'channelId', 'other'],
	};
	const fields = (names: string[]) =>
		fc.record(Object.fromEntries(names.map((name) => [name, anything.value])), {
			requiredKeys: [],
		});
	const payloadOf = (kind: ChatlioEventKind): fc.Arbitrary<IDataObject> =>
		fc
			.tuple(
				fields(TOP[kind]),
				fc.option(fields(VISITOR), { nil: undefined }),
				fc.option(fc.array(anything.object, { maxLength: 2 }), { nil: undefined }),
			)
			.map(([top, visitor, messages]) =>
				kind === 'chatTranscript'
					? { ...top, agentName: 'x', messages }
					: { ...top, visitor: { ...visitor, handle: 'x' } },
			)
			.map((payload) => JSON.parse(JSON.stringify(payload)) as IDataObject);

	/** The same text for all values that say the same: unknown values say nothing, and a number says its text. */
	const said = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map((inner) => said(inner) ?? null);
		if (typeof value === 'object' && value !== null) {
			const known = Object.entries(value)
				.map(([key, inner]) => [key, said(inner)] as const)
				.filter(([, inner]) => inner !== undefined)
				.sort(([one], [other]) => (one < other ? -1 : 1));
			return Object.fromEntries(known);
		}
		return value === null || value === '' ? undefined : String(value);
	};
	const text = (value: unknown) =>
		['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

	/** The documented parts of an event that has them; undefined for one without. */
	const documentedParts = (kind: ChatlioEventKind, payload: IDataObject): unknown => {
		const visitor = (payload.visitor ?? {}) as IDataObject;
		const conversation = text(payload.conversationUUID);
		if (kind === 'chatTranscript') {
			const count = (payload.messages as unknown[] | undefined)?.length;
			return conversation === '' ? undefined : [conversation, text(payload.endedAt), count];
		}
		const who = [conversation, text(visitor.UUID)];
		if (who.join('') === '') return undefined;
		if (kind === 'newConversation' && conversation !== '') return who;
		return [...who, text(payload.message), text(payload.subject)];
	};

	test.each(KINDS)(
		'the _id is the same if and only if they say the same, or their parts do: %s',
		async (kind) => {
			await fc.assert(
				fc.asyncProperty(payloadOf(kind), payloadOf(kind), async (one, other) => {
					const key = (payload: IDataObject) =>
						JSON.stringify(documentedParts(kind, payload) ?? { all: said(payload) });
					const ids = [await itemOf(kind, one), await itemOf(kind, other)].map(
						({ eventId }) => eventId,
					);
					expect(ids[0] === ids[1]).toBe(key(one) === key(other));
				}),
				{ numRuns: 300 },
			);
		},
	);

	test.each(KINDS)('a dropped eventId comes back from the payload: %s', async (kind) => {
		await fc.assert(
			fc.asyncProperty(payloadOf(kind), async (payload) => {
				const { eventId, ...item } = await itemOf(kind, payload, { includePayload: true });
				const { record, hints } = await mapItem(item);
				expect(record._id).toBe(eventId);
				expect(hints.join()).not.toContain('eventId');
				// Without the payload, it comes back as well, or a hint says that it may not.
				const again = await mapItem(without(item, 'payload'));
				if (again.record._id !== eventId) expect(again.hints.join()).toContain('eventId');
			}),
			{ numRuns: 60 },
		);
	});
});
