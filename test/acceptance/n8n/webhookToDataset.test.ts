import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { runningExample, type Answer, type RunningExample } from '../../harness/running.mts';
import { adobeReducedSample, documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const JSON_TYPE = { 'content-type': 'application/json' };

let example: RunningExample;

beforeAll(async () => {
	example = await runningExample('Webhook to dataset');
});

const pathOf = (kind: ChatlioEventKind) =>
	CHATLIO_EVENTS.find((event) => event.kind === kind)!.path;

const { visitor, ...conversation } = documented.newConversation;
const transcript = documented.chatTranscript;
let conversations = 0;
const fresh = () => ({ conversationUUID: `acceptance-${++conversations}` });

/** How payloads in the field differ from the documented ones. Sources: Chatlio's pages, and a public consumer. */
const variants: Array<[string, ChatlioEventKind, object]> = [
	[
		'the same transcript posted again, longer',
		'chatTranscript',
		{ ...transcript, messages: [...transcript.messages, transcript.messages[0]] },
	],
	[
		'traits as an object',
		'chatTranscript',
		{ ...transcript, ...fresh(), visitorTraits: { plan: 'pro' } },
	],
	[
		'traits as JSON text',
		'chatTranscript',
		{ ...transcript, ...fresh(), visitorTraits: '{"plan":"pro"}' },
	],
	['traits as empty text', 'chatTranscript', { ...transcript, ...fresh(), visitorTraits: '' }],
	[
		'identify traits as JSON text',
		'newConversation',
		{ ...conversation, ...fresh(), visitor: { ...visitor, identTraits: '{"plan":"pro"}' } },
	],
	[
		'identify traits as other text',
		'newConversation',
		{ ...conversation, ...fresh(), visitor: { ...visitor, identTraits: 'plan: pro' } },
	],
	[
		'a visitor without name, e-mail, page and place',
		'unansweredMessage',
		{ ...conversation, ...fresh(), visitor: { UUID: visitor.UUID } },
	],
	[
		'messages without isVisitorMsg',
		'chatTranscript',
		{
			...transcript,
			...fresh(),
			messages: transcript.messages.map((message) => ({ ...message, isVisitorMsg: undefined })),
		},
	],
	[
		'a team id nobody documents',
		'chatTranscript',
		{ ...transcript, ...fresh(), slackTeamID: 'T1' },
	],
	[
		'an offline message with a subject',
		'offlineMessage',
		{ ...documented.offlineMessage, message: 'x', subject: 'Hi' },
	],
	[
		'a conversation that is missing',
		'visitorFeedback',
		{ ...conversation, message: 'no id', visitor },
	],
	[
		'fields nobody knows',
		'newConversation',
		{ ...conversation, ...fresh(), visitor, rating: { stars: 5 } },
	],
	[
		'Go’s zero time',
		'newConversation',
		{ ...conversation, ...fresh(), visitor: { ...visitor, createdAt: '0001-01-01T00:00:00Z' } },
	],
];

test('the five documented payloads, Adobe’s reduced sample, and the variants that Chatlio sends arrive in the dataset', async () => {
	const cases: Array<[string, ChatlioEventKind, object]> = [
		...CHATLIO_EVENTS.map(
			({ kind }) =>
				[`documented ${kind}`, kind, documented[kind]] as [string, ChatlioEventKind, object],
		),
		['Adobe’s reduced sample', 'newConversation', adobeReducedSample],
		...variants,
	];
	const arrived: Record<string, unknown> = {};
	for (const [name, kind, payload] of cases) {
		const answer = await example.post(pathOf(kind), payload, JSON_TYPE);
		const record = await example.record(eventIdOf(kind, payload as Record<string, unknown>));
		arrived[name] = [answer.status, record.eventType, record.status, record.violations];
	}
	expect(arrived).toEqual(
		Object.fromEntries(cases.map(([name, kind]) => [name, [200, `chatlio.${kind}`, 'stored', []]])),
	);
});

/** Posts, then a good event, and counts executions: only the good one may have started one. */
async function startsNothing(post: () => Promise<Answer>): Promise<Answer> {
	const before = await example.executions();
	const answer = await post();
	const payload = { ...conversation, ...fresh(), visitor };
	await example.post('new-conversation', payload, JSON_TYPE);
	await example.record(eventIdOf('newConversation', payload));
	expect(await example.executions()).toBe(before + 1);
	return answer;
}

test('a contradicting payload, a form content type and 5 MB get 4xx and start nothing', async () => {
	const contradicting = await startsNothing(() =>
		example.post('new-conversation', transcript, JSON_TYPE),
	);
	const form = await startsNothing(() =>
		example.post('new-conversation', 'message=Hi', {
			'content-type': 'application/x-www-form-urlencoded',
		}),
	);
	const large = await startsNothing(() =>
		example.post(
			'new-conversation',
			{ ...conversation, visitor, padding: 'x'.repeat(5_000_000) },
			JSON_TYPE,
		),
	);
	expect([contradicting.status, form.status, large.status]).toEqual([422, 415, 413]);
	for (const { message } of [contradicting, form, large]) expect(message).toMatch(/^[A-Z].{20,}/);
});

test('a missing content type, __proto__, deep nesting and invalid UTF-8 do no harm and never hang', async () => {
	const body = (extra: string, id: { conversationUUID: string }) =>
		JSON.stringify({ ...conversation, ...id, visitor }).replace(/}$/, `${extra}}`);
	const deep = `,"extra":${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	const polluted = ',"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
	const invalid = (id: { conversationUUID: string }) =>
		Buffer.from(body(',"extra":"\uffff"', id).replace('\uffff', '\u00ff'), 'latin1');
	const ids = [fresh(), fresh(), fresh(), fresh()];
	const posts: Array<[string | Buffer, Record<string, string>]> = [
		[body('', ids[0]), { 'content-type': '' }],
		[body(polluted, ids[1]), JSON_TYPE],
		[body(deep, ids[2]), JSON_TYPE],
		[invalid(ids[3]), JSON_TYPE],
	];
	for (const [index, [content, headers]] of posts.entries()) {
		const answer = await example.post('new-conversation', content, headers);
		expect([index, answer.status]).toEqual([index, 200]);
		const id = eventIdOf('newConversation', { ...conversation, ...ids[index], visitor });
		const { status, record } = await example.record(id);
		expect([index, status]).toEqual([index, 'stored']);
		expect(JSON.stringify(record)).not.toContain('polluted');
	}
});
