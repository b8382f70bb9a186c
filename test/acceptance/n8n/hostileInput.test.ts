import fc from 'fast-check';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { eventIdOf } from '../../../lib/chatlio/eventId';
import { bytes } from '../../fuzz/hostile/bytes';
import { mutated } from '../../fuzz/hostile/mutations';
import { jsonObject, text } from '../../fuzz/hostile/values';
import { fuzz } from '../../fuzz/suite';
import { SUITE_MS } from '../../fuzz/fuzz.mts';
import {
	bodyIn,
	bomb,
	gzipped,
	isAlive,
	n8nProcess,
	peakMemory,
	talk,
} from '../../fuzz/socket.mts';
import { runningExample, type RunningExample } from '../../harness/running.mts';
import { until } from '../../harness/until.mts';
import { adobeReducedSample, documented } from '../../payloads';

const JSON_TYPE = { 'content-type': 'application/json' };
const PATHS = CHATLIO_EVENTS.flatMap(({ path }) => [path, `${path}-wait`]);

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

let example: RunningExample;
let pid: number;

beforeAll(async () => {
	example = await runningExample('Hostile input');
	pid = n8nProcess();
});

afterEach(async () => {
	expect(isAlive(pid)).toBe(true);
	await arrives();
});

let conversations = 0;

/** A good event still comes through. */
async function arrives(): Promise<void> {
	const payload = {
		...documented.newConversation,
		conversationUUID: `hostile-${++conversations}`,
	};
	const { status } = await example.post('new-conversation', payload, JSON_TYPE);
	expect(status).toBe(200);
	expect((await example.record(eventIdOf('newConversation', payload))).status).toBe('stored');
}

/** A good event comes through once so many others have begun. */
function arrivesAfter(begun: number): () => Promise<void> {
	const arrived = Promise.withResolvers<void>();
	let waiting = 0;
	return async () => {
		if (++waiting === begun) arrived.resolve(arrives());
		await arrived.promise;
	};
}

interface Row {
	id: string;
	createdAt: string;
}

/** Executions of the workflow since then; a row is there before the answer is sent. */
async function startedSince(moment: number): Promise<number> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: example.workflowId }));
	const page = await example.n8n.get<{ results: Row[] }>(`/executions?filter=${filter}&limit=50`);
	const since = page.results.filter(({ createdAt }) => Date.parse(createdAt) >= moment);
	return new Set(since.map(({ id }) => id)).size;
}

/**
 * Since then exactly that many were started. n8n asks for what runs and for what has ended at different moments: what
 * ends between is in both lists, or in none.
 */
async function expectStarted(count: number, moment: number, told: unknown): Promise<void> {
	let started = 0;
	await until(
		() => `${count} executions for ${JSON.stringify(told)}; there are ${started}`,
		async () => (started = await startedSince(moment)) >= count,
	);
	expect({ told, started }).toEqual({ told, started: count });
}

const posting = fc.record({
	path: fc.constantFrom(...PATHS),
	body: bytes(
		fc.oneof(
			{ arbitrary: mutated([...Object.values(documented), adobeReducedSample]), weight: 4 },
			{ arbitrary: jsonObject, weight: 1 },
		),
	),
	contentType: fc.oneof(
		{ arbitrary: fc.constant('application/json'), weight: 5 },
		fc.constantFrom(
			'application/json; charset=utf-16le',
			'application/json; charset=klingon',
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data; boundary=x',
			'multipart/form-data',
			'application/octet-stream',
			'application/vnd.chatlio+json',
		),
		text.map((odd) => odd.replace(/[^\x20-\x7e]/g, '').slice(0, 200)),
	),
	encoding: fc.oneof(
		{ arbitrary: fc.constant('identity'), weight: 6 },
		fc.constantFrom('gzip', 'gzip, but broken', 'deflate', 'br', 'nonsense'),
	),
	token: fc.oneof({ arbitrary: fc.constant<string | undefined>(undefined), weight: 8 }, text),
});

type Posting = typeof posting extends fc.Arbitrary<infer T> ? T : never;

const bodyOf = ({ body, encoding }: Posting) => (encoding === 'gzip' ? gzipped(body) : body);

const encodingOf = ({ encoding }: Posting) => encoding.split(',')[0];

function urlOf({ path, token }: Posting): string {
	const url = example.urlOf(path);
	return token === undefined
		? url
		: `${url.split('?')[0]}?token=${encodeURIComponent(token.slice(0, 500).toWellFormed())}`;
}

/** What n8n says when it took an event: at once, or after the workflow ended. */
const STARTED = /^\{"message":"Workflow was started"\}$|^$/;

function head(extra: string[], method = 'POST', url = example.urlOf('new-conversation')): string {
	const { pathname, search, host } = new URL(url);
	const lines = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, ...extra, '', ''];
	return lines.join('\r\n');
}

/** A body that is not longer is on its way as a whole before a server can close the connection. */
const SOCKET_BYTES = 65_536;

/** On a connection of its own: one that is used again may just be closing. */
async function postAny(what: Posting) {
	const body = bodyOf(what);
	const headers = [
		...(what.contentType ? [`Content-Type: ${what.contentType}`] : []),
		`Content-Encoding: ${encodingOf(what)}`,
		`Content-Length: ${body.length}`,
		'Connection: close',
	];
	const parts = [head(headers, 'POST', urlOf(what)), body];
	const answered = await talk(urlOf(what), parts, { quietMs: 1_000 });
	return { status: answered.statuses[0], answer: bodyIn(answered) };
}

test(
	'any bytes at any of the ten URLs get a response, and rejected ones start nothing',
	async () => {
		await fuzz({
			name: 'n8n, any bytes at the ten URLs',
			share: 0.05,
			cases: posting,
			once: true,
			run: async (what) => {
				const moment = Date.now();
				const { status, answer } = await postAny(what);
				const took = status === 200 && STARTED.test(answer);
				const ended = what.path.endsWith('-wait') && /Error in workflow/.test(answer);
				// n8n rejects some bodies before it has read them, and closes: its response can be lost with the connection.
				const isLost = status === undefined && what.body.length > SOCKET_BYTES;
				if (!took && !ended && !isLost)
					expect([400, 401, 403, 413, 415, 422, 500]).toContain(status);
				expect(answer).not.toMatch(/\n\s+at |node_modules|Cannot read/);
				await expectStarted(took || ended ? 1 : 0, moment, { status, answer });
				expect(isAlive(pid)).toBe(true);
			},
		});
	},
	SUITE_MS,
);

const GOOD = () =>
	JSON.stringify({ ...documented.newConversation, conversationUUID: `raw-${++conversations}` });

const json = (length: number | string) => [
	'Content-Type: application/json',
	`Content-Length: ${length}`,
];

const whole = (body: string | Buffer, extra: string[] = []) => [
	head([...json(Buffer.byteLength(body)), ...extra]),
	body,
];

interface Attack {
	name: string;
	parts: () => Array<string | Buffer | number>;
	/** Statuses n8n may answer with, if it does not hang up. */
	statuses: number[];
	/** Whether n8n waits for the rest and is right to. */
	waits?: boolean;
}

const MEGABYTE = 1_000_000;

let packed: Buffer | undefined;
const theBomb = () => (packed ??= bomb(300 * MEGABYTE));

const ATTACKS: Attack[] = [
	{ name: 'no HTTP at all', parts: () => ['\0\x01\x02\xff garbage \r\n\r\n'], statuses: [400] },
	{
		name: 'TLS to a plain port',
		parts: () => [Buffer.from([22, 3, 1, 2, 0, 1, 0])],
		statuses: [400],
	},
	{
		name: 'a longer Content-Length than body',
		parts: () => [head(json(10_000)), GOOD()],
		statuses: [],
		waits: true,
	},
	{
		name: 'a shorter Content-Length than body',
		parts: () => [head(json(10)), GOOD()],
		statuses: [400, 422],
	},
	{
		name: 'a Content-Length that is no number',
		parts: () => [head(json('x')), GOOD()],
		statuses: [400],
	},
	{ name: 'a negative Content-Length', parts: () => [head(json(-1)), GOOD()], statuses: [400] },
	{
		name: 'two lengths',
		parts: () => [head([...json(5), 'Content-Length: 50']), GOOD()],
		statuses: [400],
	},
	{
		name: 'a length and chunks, as smugglers send',
		parts: () => [
			head([...json(4), 'Transfer-Encoding: chunked']),
			'0\r\n\r\n',
			head(json(2)),
			'{}',
		],
		statuses: [400],
	},
	{
		name: 'chunks that are none',
		parts: () => [
			head(['Content-Type: application/json', 'Transfer-Encoding: chunked']),
			'zz\r\nnot hexadecimal\r\n',
		],
		statuses: [400],
	},
	{
		name: 'a body that comes byte by byte and stops',
		parts: () => [head(json(1_000)), ...[...'{"message":"'].flatMap((byte) => [byte, 20])],
		statuses: [],
		waits: true,
	},
	{
		name: 'a head that never ends',
		parts: () => [head([]).slice(0, -2), 'X-Slow: ', 500, 'a'],
		statuses: [],
		waits: true,
	},
	{
		name: '100 kB of headers',
		parts: () => [head([...json(2), `X-Long: ${'a'.repeat(100_000)}`]), '{}'],
		statuses: [431],
	},
	{
		name: 'thousands of headers',
		parts: () => [
			head([...json(2), ...Array.from({ length: 5_000 }, (_, at) => `X-${at}: 1`)]),
			'{}',
		],
		statuses: [400, 431],
	},
	{
		name: 'a line break within a header',
		parts: () => [head([...json(2), 'X-A: 1\nX-B: 2\rX-C: 3\0']), '{}'],
		statuses: [400],
	},
	{
		name: 'a token a thousand times',
		parts: () => [head(json(2)).replace('?', `?${'token=x&'.repeat(1_000)}`), '{}'],
		statuses: [400, 401],
	},
	{
		name: 'a token nested a hundred times',
		parts: () => [head(json(2)).replace('token=', `token${'[a]'.repeat(100)}=`), '{}'],
		statuses: [400, 401],
	},
	{
		name: 'a path that cannot be decoded',
		parts: () => [head(json(2)).replace('new-conversation', 'new-conversation%ff%'), '{}'],
		statuses: [400, 404],
	},
	{
		name: 'a secret in the path of another URL',
		parts: () => [head(json(2)).replace('new-conversation', '../../rest/workflows'), '{}'],
		statuses: [400, 401, 403, 404],
	},
	{ name: 'another method', parts: () => [head(json(2), 'PUT'), '{}'], statuses: [404] },
	{ name: 'a method nobody knows', parts: () => [head(json(2), 'HACK'), '{}'], statuses: [400] },
	{
		name: 'gzip that is none',
		parts: () => whole(GOOD(), ['Content-Encoding: gzip']),
		statuses: [400, 500],
	},
	{
		name: 'gzip that is cut off',
		parts: () => whole(gzipped(Buffer.from(GOOD())).subarray(0, 100), ['Content-Encoding: gzip']),
		statuses: [400, 500],
	},
	{
		name: 'a gzip bomb of 300 MB',
		parts: () => whole(theBomb(), ['Content-Encoding: gzip']),
		statuses: [413, 500],
	},
	{
		name: 'a gzip bomb of a type n8n does not know',
		parts: () => {
			const packed = theBomb();
			const headers = ['Content-Encoding: gzip', `Content-Length: ${packed.length}`];
			return [head(headers), packed];
		},
		statuses: [400, 413, 500],
	},
	{
		name: '17 MB',
		parts: () => whole(`{"message":"${'a'.repeat(17 * MEGABYTE)}"}`),
		statuses: [413, 500],
	},
	{
		name: '3 MB',
		parts: () => whole(`{"message":"${'a'.repeat(3 * MEGABYTE)}"}`),
		statuses: [413],
	},
	{
		name: 'a list in a list, half a million times',
		parts: () => whole(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)},"messages":[]}`),
		statuses: [422],
	},
	{
		name: 'a hundred thousand keys',
		parts: () =>
			whole(`{"messages":[]${Array.from({ length: 100_000 }, (_, at) => `,"k${at}":1`).join('')}}`),
		statuses: [422],
	},
	{
		name: 'twenty requests at once on one connection, every second one bad',
		parts: () => [
			Buffer.from(
				Array.from({ length: 20 }, (_, at) =>
					whole(at % 2 ? '[]' : '{"messages":[]}').join(''),
				).join(''),
			),
		],
		statuses: [400, 422],
	},
	{
		name: 'Expect: 100-continue, with nothing to follow',
		parts: () => [head([...json(100), 'Expect: 100-continue'])],
		statuses: [100],
		waits: true,
	},
];

describe('over a plain socket', () => {
	test.each(ATTACKS)('$name', async ({ parts, statuses, waits }) => {
		const moment = Date.now();
		const url = example.urlOf('new-conversation');
		// What n8n waits for never comes; whoever comes after is served meanwhile.
		const told = await talk(url, parts(), waits ? { meanwhile: arrives } : {});
		expect(statuses).toEqual(expect.arrayContaining(told.statuses));
		if (statuses.length > 0) expect(told.statuses.length > 0 || told.closed).toBe(true);
		expect(told.text).not.toMatch(/\n\s+at |node_modules|Cannot read/);
		await expectStarted(waits ? 1 : 0, moment, told);
	});
});

/** n8n parses XML itself, all of it with one parser, which may answer nobody any more after a broken document. */
test('XML that n8n itself cannot parse starts nothing and delays no event', async () => {
	const moment = Date.now();
	const texts = ['\xef', '<', '<a><b></a>', '<a/>x', '\xef'];
	// Some are never answered.
	const meanwhile = arrivesAfter(texts.length);
	const broken = texts.map((text) => {
		const body = Buffer.from(text, 'latin1');
		const type = ['Content-Type: text/xml', `Content-Length: ${body.length}`];
		return talk(example.urlOf('new-conversation'), [head(type), body], { meanwhile });
	});
	await Promise.all(broken);
	await expectStarted(1, moment, 'the good one');
});

test('twenty gzip bombs at once need no more memory than n8n allows for each', async () => {
	const packed = theBomb();
	const before = peakMemory(pid);
	const talks = await Promise.all(
		Array.from({ length: 20 }, () =>
			talk(example.urlOf('new-conversation'), whole(packed, ['Content-Encoding: gzip'])),
		),
	);
	for (const { statuses } of talks) expect([413, 500, undefined]).toContain(statuses[0]);
	const after = peakMemory(pid);
	// 16 MB each before n8n gives up, as bytes and as text; a system that does not tell is not asked.
	if (before !== undefined) expect(after! - before).toBeLessThan(20 * 16 * 4 * MEGABYTE);
}, 120_000);

test('a hundred senders that never finish do not delay other senders', async () => {
	const meanwhile = arrivesAfter(100);
	const begun = [head(json(1_000)), '{"message":"'];
	const stuck = Array.from({ length: 100 }, () =>
		talk(example.urlOf('new-conversation'), begun, { meanwhile }),
	);
	for (const { statuses } of await Promise.all(stuck)) expect(statuses).toEqual([]);
});
