import * as fc from 'fast-check';
import type { IWorkflowDataProxyAdditionalKeys } from 'n8n-workflow';
import { readWorkflow } from '../../../playground/example.mts';
import { exampleFiles } from '../../harness/examples.mts';
import { evaluate, type Item } from './evaluate';
import { assignmentsOf, isAlert } from './exampleNodes';
import { renderMarkdown } from './markdown.mts';

/** The expression of the text that an example sends to people, by the name of its file. */
const texts = new Map(
	exampleFiles.flatMap((file) => {
		const { nodes } = readWorkflow(file);
		if (!nodes.some(isAlert)) return [];
		const [text] = nodes.flatMap(assignmentsOf).filter(({ name }) => name === 'text');
		return [[file, text.value]];
	}),
);

/** Items with these words in every place that an example quotes. */
const QUOTING: Record<string, (words: string) => Item> = {
	'alert-on-unanswered-chats.json': (words) => ({
		event: 'unansweredMessage',
		visitor: { name: words, page: words },
		message: words,
	}),
	'route-by-event.json': (words) => ({ event: 'visitorFeedback', message: words }),
};
const quoting = Object.keys(QUOTING);
const say = (file: string, words: string) =>
	String(evaluate(texts.get(file)!, [QUOTING[file](words)]));
/** The quoted part of an example's text. */
const quoted = (file: string, words: string) => say(file, words).replace(/^[^:]+: /, '');

/** Markup of each service, according to its documentation, and words that use it. */
const SERVICES: Array<[service: string, markup: RegExp, attempts: string[]]> = [
	[
		'Slack',
		/[<>&*_~`]|@\w|#\w|:[\w+-]+:|https?:|\w\.[a-z]/i,
		[
			...['<!channel>', '<!here|hi>', '<!subteam^S1>', '<@U012ABCDEF>', '<#C012ABCDEF|general>'],
			...['<https://evil.example|your bank>', 'https://evil.example', 'evil.example/pay'],
			...['&lt;!channel&gt;', '&#60;!channel&#62;', '@here', '@channel', '@everyone', '#general'],
			...['*bold* _italic_ ~gone~ `code`', '```\ncode\n```', 'x\n> quote', ':fire:'],
		],
	],
	[
		'Mattermost',
		/@\w|#\w|~\w|[[\]`*_$|\\<>&]|:[\w+-]+:|https?:|www\.\w/i,
		[
			...['@all', '@channel', '@here', '@anna.lee', '(@all)', 'x@all', '~town-square', '#incident'],
			...[
				'[your bank](https://evil.example)',
				'![x](https://evil.example/seen.png)',
				'www.evil.example',
			],
			...[
				'[x][1]\n\n[1]: https://evil.example',
				'<https://evil.example>',
				'<!channel>',
				'mailto:a@b.example',
			],
			...[
				'$\\frac{1}{2}$',
				'x\n# heading',
				'x\n| a | b |\n|---|---|\n| c | d |',
				'\\@all',
				'&#64;all',
			],
		],
	],
	[
		'Google Chat',
		/[<>*_~`]|@\w|https?:|\w\.[a-z]/i,
		[
			...['<users/all>', '<users/123>', '<https://evil.example|your bank>', '@all', 'evil.example'],
			...['*bold* _italic_ ~gone~ `code`', 'x\n* item', 'http://evil.example', 'a@evil.example'],
		],
	],
	[
		'Microsoft Teams',
		/[<>&[\]`*_~\\]|@\w|https?:|\w\.[a-z]/i,
		[
			...[
				'<at>Everyone</at>',
				'<a href="https://evil.example">your bank</a>',
				'<img src=x>',
				'<b>b</b>',
			],
			...['[your bank](https://evil.example)', '![x](https://evil.example/seen.png)', '&lt;at&gt;'],
			...[
				'x\n# heading',
				'x\n\n- item',
				'x\r\r> quote',
				'teams.evil.example',
				'{{DATE(2026-01-01)}}',
			],
		],
	],
	[
		'email as text, HTML or subject',
		/[<>&\r\n\0]|@\w|https?:|mailto:|\w\.[a-z]/i,
		[
			...[
				'x\r\nBcc: all@example.com',
				'x\nBcc: all@example.com',
				'x\u2028Bcc: a@b.example',
				'x\0y',
			],
			...[
				'<script>alert(1)</script>',
				'<img src=//evil.example/seen.png>',
				'"><a href=x>',
				'&lt;b&gt;',
			],
			...[
				'mailto:bob@evil.example',
				'www.evil.example',
				'evil。example',
				'evil．example',
				'bücher.example',
			],
		],
	],
];

test('every example that sends a message to a chat is tested here', () => {
	const named = exampleFiles.filter((file) =>
		/incoming webhook/.test(JSON.stringify(readWorkflow(file))),
	);
	expect([...texts.keys()]).toEqual(named);
	const ofN8n = [
		'alert-on-crashed-executions',
		'forget-a-visitor',
		'keep-dead-letters',
		'reconcile-daily',
		'replay-dead-letters',
	];
	expect([...texts.keys()].sort()).toEqual(
		[...quoting, ...ofN8n.map((name) => `${name}.json`)].sort(),
	);
});

describe.each(quoting)('%s', (file) => {
	describe.each(SERVICES)('in %s', (_service, markup, attempts) => {
		test.each(attempts)('quotes %j as plain text', (words) => {
			expect(quoted(file, `Hello ${words} there`)).not.toMatch(markup);
			expect(quoted(file, words)).not.toMatch(markup);
		});
	});

	test('has no markup in Markdown with HTML and links enabled, whatever strangers combine', () => {
		const escape = (text: string) => text.replaceAll('"', '&quot;');
		const part = fc.oneof(
			fc.constantFrom(...SERVICES.flatMap(([, , attempts]) => attempts)),
			fc.constantFrom(
				...' \n\t!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
				'1. ',
				'www.',
				'\u202e',
				'\ud83d',
			),
			fc.string({ unit: 'grapheme', maxLength: 5 }),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
				const text = say(file, parts.join(''));
				expect(renderMarkdown(text)).toBe(`<p>${escape(text.trimEnd())}</p>\n`);
				expect(text).not.toMatch(/[.。．｡]\p{L}/u);
				expect(text).not.toMatch(/[\r\n]|[@#~]\w|:[\w+-]+:/);
			}),
			{ numRuns: 300 },
		);
	});

	test('stays readable', () => {
		const words = 'Hello, can you help? It costs 3.50 (or 4), "Ana’s" page – 你好 👋. Thanks!';
		expect(quoted(file, words)).toContain(words);
		expect(quoted(file, 'a@b.example on https://shop.example/pricing')).toContain(
			'a＠b. example on https：／／shop. example／pricing',
		);
	});

	test('is one short line, even if the text is very long', () => {
		const text = quoted(file, 'a.b\n<'.repeat(100_000));
		expect(text.length).toBeLessThan(2_500);
		expect(text.isWellFormed()).toBe(true);
		expect(quoted(file, '👋'.repeat(10_000)).isWellFormed()).toBe(true);
	});

	test.each([null, undefined, 7, true, {}, [{ a: '<!channel>' }]])('can also quote %j', (value) => {
		expect(say(file, value as never)).not.toMatch(/[<>@]/);
	});
});

test('the alert about executions contains only text that n8n itself wrote', () => {
	const file = 'alert-on-crashed-executions.json';
	const { nodes } = readWorkflow(file);
	const row = assignmentsOf(nodes.find(({ name }) => name === 'As Row')!);
	const fieldsOf = (values: string[], from: RegExp) =>
		[
			...new Set(values.flatMap((value) => [...value.matchAll(from)].map(([, field]) => field))),
		].sort();
	expect(fieldsOf([texts.get(file)!], /\bjson\.(\w+)/g)).toEqual([
		'howToRetry',
		'link',
		'startedAt',
		'status',
	]);
	expect(
		fieldsOf(
			row.map(({ value }) => value),
			/\$json\.(\w+)/g,
		),
	).toEqual(['createdAt', 'id', 'startedAt', 'status', 'stoppedAt', 'workflowId']);
	const link = 'https://n8n.example/workflow/Xy1/executions/7';
	const item = {
		status: 'crashed',
		startedAt: '2026-01-02T03:04:05.000Z',
		link,
		howToRetry: 'So.',
	};
	expect(evaluate(texts.get(file)!, [item])).toBe(
		`1 executions did not end well, so their Chatlio events may not be in Adobe yet:\ncrashed at 2026-01-02T03:04:05.000Z: ${link}\nSo.`,
	);
});

test('no alert is sent about the item that a failed node outputs instead of its input', () => {
	const { nodes } = readWorkflow('alert-on-unanswered-chats.json');
	const memory = nodes.find(({ name }) => name === 'Once per Chat')!;
	// If two executions create its memory at the same time, n8n lets one of them fail.
	expect(memory).toMatchObject({ retryOnFail: true, maxTries: 3 });
	// Of several items, n8n's node outputs only the first with its error: each event needs its own execution.
	expect(memory.onError).toBe('continueErrorOutput');
	const trigger = nodes.find(({ name }) => name === 'Chatlio Trigger')!;
	expect(trigger.parameters.options).toEqual({ collectEvents: 'never' });
});

const keys = {
	$execution: { id: '7', resumeUrl: 'https://n8n.example/webhook-waiting/7' },
	$workflow: { id: 'Xy1' },
} as unknown as IWorkflowDataProxyAdditionalKeys;
const link = 'https://n8n.example/workflow/Xy1/executions/7';

describe.each(['keep-dead-letters.json', 'replay-dead-letters.json'])('the alert of %s', (file) => {
	const tell = (...rows: Item[]) => evaluate(texts.get(file)!, rows, keys);

	test('contains only codes and text that n8n itself wrote', () => {
		const fields = [...texts.get(file)!.matchAll(/\bjson\.(\w+)/g)].map(([, field]) => field);
		expect(new Set(fields)).toEqual(new Set(['code', 'status', 'records']));
		expect(texts.get(file)).not.toMatch(/\$json/);
		const row = { code: 'record.rejected', status: 'rejected', message: 'Hi <!channel>' };
		expect(tell(row)).toBe(
			`1 Chatlio event was not delivered to Adobe, and somebody has to act: record.rejected\nThe data table Chatlio dead letters keeps each with what happened (message) and what to do (advice). After that, run Try All Again Now in the workflow Replay Dead Letters.\n${link}`,
		);
	});

	test('names each cause once, and a payload that cannot be read by its status', () => {
		const rejected = { code: 'record.rejected', status: 'rejected' };
		const unreadable = { code: null, status: 'unreadable' };
		expect(tell(rejected, unreadable, rejected)).toMatch(
			/^3 Chatlio events were not delivered .* act: record\.rejected, unreadable\n/,
		);
	});

	test('says that records are delivered but not in the ledger, beside dead letters or alone', () => {
		const gap = { code: 'ledger.notWritten', records: 3 };
		const written =
			'Adobe accepted 3 Chatlio events, but the data table Chatlio ledger could not be written';
		expect(tell(gap)).toMatch(new RegExp(`^${written}.*Do not send anything again`));
		expect(tell(gap)).toMatch(new RegExp(`\\n${link}$`));
		const both = tell({ code: 'inlet.tokenRejected', status: 'notSent' }, gap);
		expect(both).toMatch(/^1 Chatlio event was not delivered .* act: inlet\.tokenRejected\n/);
		expect(both).toContain(`\n${written}`);
	});
});

describe('the alert of reconcile-daily.json', () => {
	const tell = (...items: Item[]) => evaluate(texts.get('reconcile-daily.json')!, items, keys);
	const period = {
		...{ from: '2026-11-28T07:00:00.000Z', to: '2026-11-28T08:00:00.000Z' },
		...{ accepted: 987, arrived: 982, missing: 5, tooEarly: false },
	};
	const failed = (code: string, retry = 'never') => ({
		...{ recordId: 'chatlio-1', problem: { code, retry, message: 'Hi <!channel>' } },
		reconciliation: { status: 'failed', record: { message: 'Hi <!channel>' } },
	});

	test('counts what failed and names each cause once', () => {
		expect(tell(failed('record.notStored'), failed('record.notStored'))).toBe(
			`2 Chatlio events failed after Adobe had accepted them, and somebody has to act: record.notStored\nThe data table Chatlio dead letters keeps each with what happened (message) and what to do (advice). After that, run Try All Again Now in the workflow Replay Dead Letters.\n${link}`,
		);
		expect(tell(failed('record.notStored'))).toMatch(
			/^1 Chatlio event failed after Adobe had accepted it,/,
		);
	});

	test('says once for each period of each dataflow how much did not arrive', () => {
		const of = (from: string, flowId = 'flow-1') => ({
			reconciliation: { status: 'noObjection', period: { ...period, from, flowId } },
		});
		const [first, second] = ['2026-11-28T07:00:00.000Z', '2026-11-28T05:00:00.000Z'];
		const lineOf = (from: string, flowId = 'flow-1') =>
			`At least 5 of the 987 Chatlio events that Adobe accepted from ${from} to ${period.to} did not arrive: the dataflow ${flowId} read 982. Adobe does not say which.\n`;
		expect(tell(of(first), of(second), of(first), of(first, 'flow-2'))).toBe(
			lineOf(first) + lineOf(second) + lineOf(first, 'flow-2') + link,
		);
	});

	test('says how many rows could not be checked, and why', () => {
		const row = (code: string) => ({ recordId: 'chatlio-1', problem: { code } });
		expect(tell(row('adobe.noPermission'), row('adobe.noPermission'))).toBe(
			`2 rows of the data table Chatlio ledger could not be checked: adobe.noPermission\nThe error output of Reconcile says what to do.\n${link}`,
		);
	});

	test('is sent about nothing else', () => {
		const { nodes } = readWorkflow('reconcile-daily.json');
		const { conditions } = nodes.find(({ name }) => name === 'Somebody Has to Act')!.parameters;
		const [{ leftValue }] = (conditions as { conditions: Array<{ leftValue: string }> }).conditions;
		const isSent = (item: Item) => evaluate(leftValue, [item]);
		const reconciliation = { status: 'noObjection', period: { ...period, missing: 0 } };
		expect(isSent({ reconciliation })).toBe(false);
		expect(isSent({ reconciliation: { ...reconciliation, status: 'tooEarly' } })).toBe(false);
		expect(isSent({ reconciliation: { status: 'noObjection' } })).toBe(false);
		// The replay sends these again by itself.
		expect(isSent(failed('inlet.unavailable', 'later'))).toBe(false);
		expect(isSent(failed('record.notStored'))).toBe(true);
		expect(isSent({ reconciliation: { status: 'noObjection', period } })).toBe(true);
		expect(isSent({ problem: { code: 'setting.invalid' } })).toBe(true);
	});
});
