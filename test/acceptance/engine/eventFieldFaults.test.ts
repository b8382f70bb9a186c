import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { event } from '../../harness/adobe';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

let stub: StubServer;

beforeAll(async () => (stub = await stubServer(acceptedAnswer)));
afterAll(async () => await stub.close());

async function messageOf(change: object): Promise<string | undefined> {
	const { outcomes } = await sendTo(stub.url, [{ ...event('a'), ...change }]);
	expect(outcomes[0]).toMatchObject({ status: 'notSent', problem: { code: 'record.notAnEvent' } });
	expect(stub.requests).toEqual([]);
	return outcomes[0].problem?.message;
}

it.each([
	['2026-02-30T12:00:00Z', 'is a date that is not in the calendar (2026-02-30T12:00:00Z)'],
	['2026-13-01', 'is a date that is not in the calendar (2026-13-01)'],
	['2026-02-03T24:00:00Z', 'is a time with an hour that no clock shows (2026-02-03T24:00:00Z)'],
	['2026-02-03T12:60:00Z', 'is a time with a minute that no clock shows (2026-02-03T12:60:00Z)'],
	['2026-02-03T12:00:60Z', 'is a time with a second that no clock shows (2026-02-03T12:00:60Z)'],
	[
		'2026-02-03T12:00:00+0100',
		'is a time with an offset without a colon (2026-02-03T12:00:00+0100)',
	],
	['2026-02-03T12:00:00+01', 'is a time with an offset without minutes (2026-02-03T12:00:00+01)'],
	[
		'2026-02-03T12:00:00+19:00',
		'is a time with an offset that no time zone has (2026-02-03T12:00:00+19:00)',
	],
	['2026-02-03 12:00:00Z', 'is a time after a space instead of a T (2026-02-03 12:00:00Z)'],
	['2026-02-03 12:00:00', 'is a time without a time zone (2026-02-03 12:00:00)'],
	[
		'2026-02-03T12:00:00.1234567890Z',
		'is a time with more than nine decimals (2026-02-03T12:00:00.1234567890Z)',
	],
	['2026-02-03', 'is a date without a time (2026-02-03)'],
	['yesterday', 'is not a date and time'],
	['3 Feb 2026', 'is not a date and time'],
])('the timestamp %j is described', async (timestamp, fault) => {
	expect(await messageOf({ timestamp })).toBe(
		`The XDM event has a timestamp that ${fault}; XDM expects text such as 2025-01-31T12:00:00Z in timestamp`,
	);
});

it.each([
	['order 42', 'contains U+0020, a space, at position 6'],
	['a|b', 'contains "|" (U+007C) at position 2'],
	['Bestellung-ä', 'contains "ä" (U+00E4) at position 12'],
	['😀😀', 'contains "😀" (U+1F600) at position 1'],
	['a\u200bb', 'contains U+200B, an invisible character (zero width space), at position 2'],
	['100%', 'contains "%" (U+0025) at position 4, not followed by two hexadecimal digits'],
	['a#b#c', 'contains "#" (U+0023) at position 4'],
	['a[0]', 'contains "[" (U+005B) at position 2'],
	['12:30', 'has a colon before its first slash'],
	['1:a/b', 'has a colon before its first slash'],
])('the _id %j is described', async (_id, fault) => {
	expect(await messageOf({ _id })).toBe(
		`The XDM event has an _id that ${fault}; XDM expects text such as order-42 in _id`,
	);
});

it('both are described in one sentence', async () => {
	expect(await messageOf({ _id: 'a b', timestamp: '2026-02-30' })).toBe(
		'The XDM event has an _id that contains U+0020, a space, at position 2 and a timestamp that is a date that is not in the calendar (2026-02-30); XDM expects text such as order-42 in _id and 2025-01-31T12:00:00Z in timestamp',
	);
});
