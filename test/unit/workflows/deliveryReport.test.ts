import { ticksUpTo } from '../../../workflows/source/charts.mts';
import type { KindCount } from '../../../workflows/source/countEvents.mts';
import { deliveryReport } from '../../../workflows/source/deliveryReport.mts';
import { clockOf, formatDuration } from '../../../workflows/source/formats.mts';
import type {
	DeadLetterRow,
	ReportInput,
	ReportRow,
} from '../../../workflows/source/reportData.mts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-30T13:23:40.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const START = Date.parse('2026-11-29T13:00:00.000Z');

const slot = (hour: number, kinds: Record<string, KindCount>): ReportRow => ({
	name: `slot ${iso(START + hour * HOUR_MS)}`,
	at: iso(START + hour * HOUR_MS),
	value: JSON.stringify(kinds),
});
const events = (number: number): KindCount => ({ events: number, waits: { 120: number } });
const fact = (name: string, value: object, at = NOW): ReportRow => ({
	name,
	at: iso(at),
	value: JSON.stringify(value),
});
const counted = (until = NOW): ReportRow => ({ ...slot(24, {}), until: iso(until) });

const run = { startedAt: iso(START), status: 'success', recordsIn: 9, recordsFailed: 0 };
const compared = { failed: 0, tooEarly: 0, noObjection: 9, notCompared: 0, missing: 0 };
const RUNS = fact('dataflow runs', { value: [run] });
const COMPARED = fact('reconciliation', { value: compared });

/** Makes a report for which Adobe was asked everything, unless the rows say something else. */
function report(rows: ReportRow[], more: Partial<ReportInput> = {}) {
	const input = {
		...{ start: iso(START), now: iso(NOW), zone: 'Europe/Berlin', limit: 3 },
		...{ waiting: [{}], needsPerson: [{}] },
		...more,
	};
	return deliveryReport({ ...input, rows: [RUNS, COMPARED, ...rows, counted()] });
}

const letter = (code: string, retry: string, more: DeadLetterRow = {}): DeadLetterRow => ({
	...{ code, retry, status: 'notSent', createdAt: iso(NOW - HOUR_MS) },
	...more,
});

const TWO = slot(3, { 'chatlio.newConversation': events(2) });
const SINCE = 'since yesterday, 14:00';

describe('the verdict', () => {
	test.each<[string, ReportRow[], Partial<ReportInput>, string, string]>([
		['all is well', [TWO], {}, 'good', `All 2 events ${SINCE}, reached Adobe.`],
		[
			'there was one event',
			[slot(3, { 'chatlio.newConversation': events(1) })],
			{},
			'good',
			`The only event ${SINCE}, reached Adobe.`,
		],
		['there was none', [], {}, 'empty', `No event arrived ${SINCE}, and none is waiting.`],
		[
			'one waits',
			[TWO],
			{ waiting: [letter('inlet.rateLimited', 'later')] },
			'waiting',
			`Adobe accepted 2 events ${SINCE}; 1 waits and is sent again automatically.`,
		],
		[
			'more wait than are read',
			[TWO],
			{ waiting: Array<DeadLetterRow>(3).fill(letter('inlet.rateLimited', 'later')) },
			'waiting',
			`Adobe accepted 2 events ${SINCE}; at least 3 wait and are sent again automatically.`,
		],
		[
			'one needs a person, and another waits',
			[TWO],
			{
				waiting: [letter('inlet.rateLimited', 'later')],
				needsPerson: [letter('record.rejected', 'never')],
			},
			'bad',
			`Adobe accepted 2 events ${SINCE}, but 1 other will not get there until somebody acts.`,
		],
		[
			'some wait for a change',
			[TWO],
			{ waiting: [letter('a.b', 'afterChange'), letter('a.b', 'afterChange')] },
			'bad',
			`Adobe accepted 2 events ${SINCE}, but 2 others will not get there until somebody acts.`,
		],
	])('if %s', (_, rows, more, level, sentence) => {
		expect(report(rows, more).verdict).toMatchObject({ level, sentence });
	});

	test.each<[string, ReportRow, RegExp]>([
		[
			'Adobe did not store what it accepted',
			fact('dataflow runs', { value: [{ ...run, recordsFailed: 2 }] }),
			/^Adobe accepted 2 records and did not store them\. /,
		],
		[
			'a record failed later',
			fact('reconciliation', { value: { ...compared, failed: 1 } }),
			/^Adobe accepted 1 record and did not store it\. /,
		],
		[
			'records are missing',
			fact('reconciliation', { value: { ...compared, missing: 5 } }),
			/^At least 5 records that Adobe accepted did not arrive /,
		],
		[
			'records could not be compared',
			fact('reconciliation', { value: { ...compared, notCompared: 4, code: 'adobe.unavailable' } }),
			/^4 records could not be compared with Adobe \(adobe\.unavailable\)\. /,
		],
		[
			'Adobe could not be asked',
			fact('dataflow runs', { code: 'adobe.noPermission' }),
			/^Adobe could not be asked .*adobe\.noPermission/,
		],
		[
			'Adobe was last asked long ago',
			fact('dataflow runs', { value: [run] }, NOW - 3 * HOUR_MS),
			/^The numbers of the dataflow runs are from today, 11:23\. /,
		],
		[
			'a run failed without rejecting a record',
			fact('dataflow runs', { value: [run, { ...run, status: 'failed' }] }),
			/^1 dataflow run failed without rejecting a record\. /,
		],
		[
			'the answer about runs is an error without a code',
			fact('dataflow runs', {}),
			/^Adobe could not be asked about its dataflow runs .*unknown/,
		],
		[
			'the answer about runs is what the node was given',
			fact('dataflow runs', { value: [{}] }),
			/^Adobe could not be asked about its dataflow runs .*unknown/,
		],
		[
			'the row of the runs is not JSON',
			{ name: 'dataflow runs', at: iso(NOW), value: '{"value":[' },
			/^Adobe could not be asked about its dataflow runs .*unknown/,
		],
		[
			'the code of the answer is a number',
			fact('dataflow runs', { code: 403 }),
			/^Adobe could not be asked about its dataflow runs .*403/,
		],
		[
			'a run without a status rejected records',
			fact('dataflow runs', { value: [{ ...run, status: null, recordsFailed: 2 }] }),
			/^Adobe accepted 2 records and did not store them\. /,
		],
		[
			'numbers are texts',
			fact('dataflow runs', {
				value: ['3', '4'].map((recordsFailed) => ({ ...run, recordsIn: '9', recordsFailed })),
			}),
			/^Adobe accepted 7 records and did not store them\. /,
		],
		[
			'the comparison is days old',
			fact('reconciliation', { value: compared }, NOW - 72 * HOUR_MS),
			/^The accepted records were last compared with Adobe Fri, Nov 27, 14:23\. /,
		],
		[
			'the comparison has no time',
			{ ...fact('reconciliation', { value: compared }), at: 'soon' },
			/^The accepted records were last compared with Adobe Thu, Jan 1, /,
		],
		[
			'the comparison is not JSON',
			{ name: 'reconciliation', at: iso(NOW), value: 'null' },
			/^The accepted records could not be compared with Adobe \(unknown\)\. /,
		],
	])('says what to do if %s', (_, row, toDo) => {
		const { verdict } = report([TWO, row]);
		expect([verdict.level, verdict.toDo]).toEqual(['bad', [expect.stringMatching(toDo)]]);
	});

	test.each([
		['its dataflow runs', [COMPARED], /; Adobe has not been asked about its dataflow runs yet\.$/],
		['a comparison', [RUNS], /; the daily comparison with what arrived is still to come\.$/],
	])('does not call it good before Adobe was asked for %s', (_, facts, sentence) => {
		const input = { start: iso(START), now: iso(NOW), zone: 'Europe/Berlin', limit: 3 };
		const rows = [TWO, ...facts, counted()];
		const { verdict } = deliveryReport({ ...input, rows, waiting: [{}], needsPerson: [{}] });
		expect(verdict).toMatchObject({ level: 'waiting', toDo: [] });
		expect(verdict.sentence).toMatch(/^Adobe accepted 2 events since /);
		expect(verdict.sentence).toMatch(sentence);
	});

	test('reads rows whose fields have other types', () => {
		const values: unknown[] = ['{', 'null', '3', '{"a":null,"b":{"events":"3"}}'];
		const slots = values.map((value, index) => ({ ...slot(index + 4, {}), value }) as ReportRow);
		const text = { events: '4', waits: { 120: '2', soon: 1 } } as unknown as KindCount;
		const { verdict } = report([TWO, ...slots, slot(9, { text })]);
		expect(verdict.sentence).toContain('All 9 events');
		const code = 403 as unknown as string;
		const waiting = [{ code, retry: null, status: null, createdAt: 'soon' }];
		expect(report([TWO], { waiting })).toMatchObject({
			html: expect.stringContaining('403'),
			verdict: { level: 'waiting' },
		});
	});

	test('does not call it all while the counting is behind', () => {
		const rows = [TWO, counted(NOW - 2 * HOUR_MS)];
		const input = { start: iso(START), now: iso(NOW), zone: 'Europe/Berlin', limit: 3 };
		const { verdict } = deliveryReport({ ...input, rows, waiting: [{}], needsPerson: [{}] });
		expect([verdict.level, verdict.sentence]).toEqual([
			'waiting',
			`2 events ${SINCE}, reached Adobe, counted up to today, 12:23; later ones are still to be counted.`,
		]);
	});
});

test('a slot that was counted twice counts once, as it was counted last', () => {
	const again = slot(3, { 'chatlio.newConversation': events(5) });
	expect(report([TWO, again]).verdict.sentence).toContain('All 5 events');
});

test('texts from data are escaped, shortened, or not shown at all', () => {
	const hostile = `<img src=x onerror=alert(1)>"'&${'x'.repeat(10_000)}`;
	const rows = [
		slot(3, { [hostile]: events(1) }),
		fact('dataflow runs', {
			value: [{ startedAt: iso(START), status: hostile, recordsIn: 1, recordsFailed: 1 }],
		}),
	];
	const needsPerson = Array.from({ length: 300 }, (_, index) =>
		letter(`<b>${index}</b>`, 'never', { status: hostile }),
	);
	const { html } = report(rows, { needsPerson: [letter(hostile, hostile), ...needsPerson] });
	expect(/<img|<b>|x{100}/.exec(html)?.[0]).toBeUndefined();
	for (const text of ['&lt;img src=x onerror=alert(1)&gt;', 'Other events', 'further codes'])
		expect(html.includes(text)).toBe(true);
	expect(html.length).toBeLessThan(30_000);
});

test('has no script, no address, and a policy that forbids to load anything', () => {
	const { html } = report([TWO]);
	expect(html).not.toMatch(/<script|<link|<iframe|<form|\bon\w+=|url\(|https?:|@import|style="/);
	expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

test('times are in the time zone, and it is named', () => {
	expect(report([TWO]).html).toContain('All times are in Europe/Berlin, UTC+1.');
	const clock = clockOf('Asia/Kolkata', NOW);
	expect([clock.zone, clock.when(NOW), clock.when(NOW - 48 * HOUR_MS)]).toEqual([
		'Asia/Kolkata, UTC+5:30',
		'today, 18:53',
		'Sat, Nov 28, 18:53',
	]);
});

test.each([
	[0, [0, 1]],
	[1, [0, 1]],
	[7, [0, 2, 4, 6, 8]],
	[98, [0, 50, 100]],
	[100_000, [0, 50_000, 100_000]],
])('the axis of a chart up to %d has whole, round numbers', (highest, ticks) => {
	expect(ticksUpTo(highest)).toEqual(ticks);
});

test.each([
	[0, '0 ms'],
	[468, '468 ms'],
	[1_240, '1.2 s'],
	[59_999, '60 s'],
	[754_000, '13 min'],
	[90_000_000, '1 d'],
])('%d ms is shown as %s', (ms, text) => {
	expect(formatDuration(ms)).toBe(text);
});
