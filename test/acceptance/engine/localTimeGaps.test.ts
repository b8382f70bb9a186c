import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { parseZonedTime } from '../../../lib/n8n/parseZonedTime';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { chosen } from '../../integration/operationCases/types';

const registry = new Registry().add(
	[new AdobeExperiencePlatform()],
	[new AdobeExperiencePlatformApi()],
);
let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer(({ url }) =>
		url.startsWith('/ims/')
			? { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } }
			: { body: {} },
	);
});
afterAll(async () => await stub.close());
beforeEach(() => stub.requests.splice(0));

/** Tokens are remembered for each account. */
let accounts = 0;

/** Returns the moment that Adobe is asked for when a user of this zone picks a time in the panel. */
async function askedFor(since: string, timezone: string): Promise<string> {
	const { error } = await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: {
			resource: 'failedRecord',
			operation: 'getMany',
			dataset: chosen('5c8c3c555033b814b69f947f'),
			since,
		},
		credentials: { [ADOBE]: adobeRow(stub.url, { clientId: `gaps-${(accounts += 1)}` }) },
		input: [{ json: {} }],
		timezone,
	});
	expect(error).toBeUndefined();
	const { url } = stub.requests.find((request) => request.url.includes('/catalog/batches'))!;
	const createdAfter = new URL(url, stub.url).searchParams.get('createdAfter');
	return new Date(Number(createdAfter)).toISOString();
}

test.each([
	['2025-03-30T02:30:00', 'Europe/Berlin', '2025-03-30T01:30:00.000Z'],
	['2025-03-09T02:30:00', 'America/New_York', '2025-03-09T07:30:00.000Z'],
	// Half an hour only.
	['2025-10-05T02:15:00', 'Australia/Lord_Howe', '2025-10-04T15:45:00.000Z'],
	// After Ramadan.
	['2025-04-06T02:30:00', 'Africa/Casablanca', '2025-04-06T02:30:00.000Z'],
	// At midnight.
	['2025-09-07T00:00:00', 'America/Santiago', '2025-09-07T04:00:00.000Z'],
	['2024-10-06T00:15:00', 'America/Asuncion', '2024-10-06T04:15:00.000Z'],
	['2025-03-30T00:30:00', 'Asia/Beirut', '2025-03-29T22:30:00.000Z'],
	['2025-03-30', 'Asia/Beirut', '2025-03-29T22:00:00.000Z'],
	// A whole day that Samoa left out.
	['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
])(
	'%s in %s, which no clock showed, moves forward by the length of the gap',
	async (local, zone, moment) => {
		expect(await askedFor(local, zone)).toBe(moment);
	},
);

test.each([
	['2025-10-26T02:30:00', 'Europe/Berlin', '2025-10-26T00:30:00.000Z'],
	['2025-11-02T01:30:00', 'America/New_York', '2025-11-02T05:30:00.000Z'],
	['2025-04-06T01:45:00', 'Australia/Lord_Howe', '2025-04-05T14:45:00.000Z'],
	['2025-04-05T23:30:00', 'America/Santiago', '2025-04-06T02:30:00.000Z'],
])('%s in %s, which clocks showed twice, is the first of the two', async (local, zone, moment) => {
	expect(await askedFor(local, zone)).toBe(moment);
});

/** One with a missing day and moved dates, and a recent one. */
const YEARS = [2011, 2025];
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** An oracle of its own: what a clock in the zone shows, as JavaScript's own formatter writes it. */
function clockOf(zone: string): (moment: number) => number {
	const formatter = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	return (moment) => {
		const parts = formatter.formatToParts(moment).map(({ type, value }) => [type, Number(value)]);
		const { year, month, day, hour, minute, second } = Object.fromEntries(parts) as Record<
			string,
			number
		>;
		return Date.UTC(year, month - 1, day, hour, minute, second);
	};
}

interface Change {
	/** First moment of the new offset. */
	at: number;
	/** Difference between clock and UTC, in milliseconds. */
	before: number;
	after: number;
}

/** Finds the clock changes of a year, first by steps of five days, then by halving. */
function changesIn(year: number, clock: (moment: number) => number): Change[] {
	const offset = (moment: number) => clock(moment) - moment;
	const changes: Change[] = [];
	const step = 120 * HOUR;
	for (let from = Date.UTC(year, 0, 1); from < Date.UTC(year + 1, 0, 1); from += step) {
		if (offset(from) === offset(from + step)) continue;
		let [low, high] = [from, from + step];
		while (high - low > 1_000) {
			const middle = Math.floor((low + high) / 2_000) * 1_000;
			if (offset(middle) === offset(from)) low = middle;
			else high = middle;
		}
		changes.push({ at: high, before: offset(low), after: offset(high) });
	}
	return changes;
}

const textOf = (local: number) => new Date(local).toISOString().slice(0, 19);

test('holds for every zone that JavaScript knows, at every clock change of two years', () => {
	const wrong: string[] = [];
	let gaps = 0;
	let repeats = 0;
	for (const zone of Intl.supportedValuesOf('timeZone')) {
		const clock = clockOf(zone);
		for (const year of YEARS) {
			for (const { at, before, after } of changesIn(year, clock)) {
				// Clock times around the change: outside of it, at its edges and within it.
				const [first, last] = [at + Math.min(before, after), at + Math.max(before, after)];
				for (const local of [first - MINUTE, first, (first + last) / 2, last - 1_000, last]) {
					const shown = textOf(Math.floor(local / 1_000) * 1_000);
					const wall = Date.parse(`${shown}Z`);
					// Every moment at which the clock showed this time, the earliest first.
					const moments = [wall - Math.max(before, after), wall - Math.min(before, after)].filter(
						(moment) => clock(moment) === wall,
					);
					// In a gap: as if the clock had not changed yet.
					const expected = moments[0] ?? wall - before;
					if (moments.length === 0) gaps += 1;
					if (new Set(moments).size === 2) repeats += 1;
					const actual = parseZonedTime(shown, zone);
					if (actual !== expected) {
						wrong.push(`${shown} ${zone}: ${String(actual)} instead of ${expected}`);
					}
				}
			}
		}
	}
	expect(wrong).toEqual([]);
	expect(gaps).toBeGreaterThan(500);
	expect(repeats).toBeGreaterThan(500);
}, 600_000);

test.each([
	['2025-10-26T02:30:00+01:00', '2025-10-26T01:30:00.000Z'],
	['2025-03-30T02:30:00Z', '2025-03-30T02:30:00.000Z'],
	['Sun, 30 Mar 2025 02:30:00 GMT', '2025-03-30T02:30:00.000Z'],
])('%s says its offset itself, and keeps it', async (text, moment) => {
	expect(await askedFor(text, 'Europe/Berlin')).toBe(moment);
});
