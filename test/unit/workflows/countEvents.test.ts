import {
	countEvents,
	waitBucket,
	type KindCount,
	type LedgerRow,
} from '../../../workflows/source/countEvents.mts';
import { percentile } from '../../../workflows/source/eventTotals.mts';
import { addCount } from '../../../workflows/source/reportData.mts';
import { sumUpReconciliation } from '../../../workflows/source/sumUpReconciliation.mts';

const SINCE = '2026-11-30T10:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(SINCE) + minutes * 60_000).toISOString();
const row = (minutes: number, more: LedgerRow = {}): LedgerRow => ({
	id: Math.round(minutes * 10) + 1,
	eventType: 'chatlio.newConversation',
	receivedAt: at(minutes - 0.01),
	acceptedAt: at(minutes),
	createdAt: at(minutes),
	...more,
});
const kindsIn = ({ value }: { value: string }) => JSON.parse(value) as Record<string, KindCount>;
const eventsIn = (slot: { value: string }) =>
	Object.values(kindsIn(slot)).reduce((sum, { events }) => sum + events, 0);

test('counts each event in the quarter of an hour in which its row was created', () => {
	const rows = [row(0), row(14.9), row(15), row(46)];
	const slots = countEvents(rows, SINCE, at(50), 7, 100);
	expect(slots.map((slot) => [slot.at, eventsIn(slot), slot.lastId])).toEqual([
		[at(0), 2, 150],
		[at(15), 1, 151],
		[at(30), 0, 151],
		[at(45), 1, 461],
	]);
	expect(new Set(slots.map(({ until }) => until))).toEqual(new Set([at(50)]));
});

test('without a row, there is one slot without events', () => {
	for (const until of [at(0), at(1), at(-1)])
		expect(countEvents([{}], SINCE, until, 7, 100)).toEqual([
			{ name: `slot ${SINCE}`, at: SINCE, value: '{}', lastId: 7, until },
		]);
});

test('leaves what follows the last row that was read for the next run', () => {
	const slots = countEvents([row(1), row(16), row(33)], SINCE, at(200), 0, 3);
	expect(slots.map((slot) => [slot.at, eventsIn(slot), slot.until])).toEqual([
		[at(0), 1, at(30)],
		[at(15), 1, at(30)],
	]);
});

test('goes on if there are as many rows as are read in the first quarter of an hour', () => {
	const rows = [row(1), row(2), row(15.5)];
	const [first, ...others] = countEvents(rows, SINCE, at(200), 0, 3);
	expect([first.at, eventsIn(first), first.until, others]).toEqual([at(0), 2, at(15), []]);
	// The quarter is not over.
	expect(countEvents(rows.slice(0, 2), SINCE, at(3), 0, 2)).toMatchObject([{ until: at(3) }]);
	const noTime = { createdAt: 'soon' };
	expect(countEvents([noTime], SINCE, at(3), 0, 1)).toMatchObject([{ value: '{}', until: at(3) }]);
});

test('leaves out what was created before', () => {
	const [slot, ...others] = countEvents([row(-20), row(-1), row(1)], SINCE, at(10), 0, 100);
	expect([eventsIn(slot), slot.lastId, others]).toEqual([1, 11, []]);
});

test('keeps the names of event types apart, whatever they are', () => {
	const names = ['__proto__', 'constructor', '<script>', undefined, null, ''];
	const rows = names.map((eventType, index) => row(index, { eventType }));
	const [slot] = countEvents(rows, SINCE, at(10), 0, 100);
	expect(Object.entries(kindsIn(slot)).map(([name, { events }]) => [name, events])).toEqual([
		['__proto__', 1],
		['constructor', 1],
		['<script>', 1],
		['unknown', 3],
	]);
	expect({}).not.toHaveProperty('events');
});

test('an event without the time of its webhook counts, and not in the times', () => {
	const rows = [row(1), row(1, { receivedAt: null }), row(1, { receivedAt: 'never' })];
	const [slot] = countEvents(rows, SINCE, at(10), 0, 100);
	const [{ events, waits }] = Object.values(kindsIn(slot));
	expect([events, Object.values(waits)]).toEqual([3, [1]]);
});

test('the times of many slots give the median and the 95th percentile within 3 percent', () => {
	const sums = new Map<string, KindCount>();
	const waits = Array.from({ length: 2_000 }, (_, index) => 50 * 1.004 ** index);
	for (const wait of waits) addCount(sums, 'all', { events: 1, waits: { [waitBucket(wait)]: 1 } });
	for (const part of [0.5, 0.95, 1]) {
		const exact = waits[Math.ceil(part * waits.length) - 1];
		expect(Math.abs(percentile(sums.get('all')!, part)! / exact - 1)).toBeLessThan(0.03);
	}
	expect(percentile({ events: 0, waits: {} }, 0.5)).toBeUndefined();
	// n8n's clock was set back.
	expect(waitBucket(-5_000)).toBe(0);
});

test('a reconciliation counts each record once, and each period once', () => {
	const period = { from: SINCE, accepted: 9, arrived: 7, missing: 2 };
	const found = (status: 'failed' | 'tooEarly' | 'noObjection', more = {}) => ({
		recordId: 'a',
		reconciliation: { status, ...more },
	});
	const items = [
		found('failed', { period }),
		found('noObjection', { period }),
		found('noObjection', { period: { ...period, from: at(60), missing: 1 } }),
		found('tooEarly'),
		{ recordId: 'b', problem: { code: 'adobe.unavailable' } },
		// n8n hands over one item without fields if there is no record.
		{ problem: { code: 'setting.missing' } },
	];
	expect(sumUpReconciliation(items)).toEqual({
		failed: 1,
		tooEarly: 1,
		noObjection: 2,
		notCompared: 1,
		missing: 3,
		code: 'adobe.unavailable',
	});
});

test('a reconciliation counts the periods of each dataflow', () => {
	const found = (flowId: string, missing: number) => ({
		recordId: 'a',
		reconciliation: {
			status: 'noObjection' as const,
			period: { flowId, from: SINCE, accepted: 9, arrived: 9 - missing, missing },
		},
	});
	const items = [found('a', 5), found('b', 0), found('b', 0), found('c', 5)];
	expect(sumUpReconciliation(items)).toMatchObject({ noObjection: 4, missing: 10 });
});
