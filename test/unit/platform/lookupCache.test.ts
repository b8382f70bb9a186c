import { createProblem } from '../../../lib/problem/problem';
import { ServiceError } from '../../../lib/problem/serviceError';
import {
	KEEP_MS,
	LookupCache,
	RECHECK_MS,
	RETRY_MS,
} from '../../../lib/platform/services/lookupCache';

let now = 0;
let cache: LookupCache<string>;
let reads = 0;
let answer: () => string;

beforeEach(() => {
	now = 1_000_000;
	reads = 0;
	answer = () => `value ${reads}`;
	cache = new LookupCache(() => now);
});

const known: boolean[] = [];

const find = async (isCurrent?: (value: string) => boolean, key = 'key') =>
	await cache.find(
		key,
		async (isKnown) => {
			known.push(isKnown);
			await Promise.resolve();
			reads++;
			return answer();
		},
		isCurrent,
	);

const unavailable = (retryAt?: string) => () => {
	throw new ServiceError(
		createProblem('adobe.noAnswer', { task: 'read', reason: 'no' }, { retryAt }),
	);
};

test('reads a value once, also for executions that start together', async () => {
	const all = await Promise.all([find(), find(), find()]);
	expect(all.map(({ value }) => value)).toEqual(['value 1', 'value 1', 'value 1']);
	now += KEEP_MS - 1;
	expect((await find()).value).toBe('value 1');
	expect(reads).toBe(1);
	now += 1;
	expect((await find()).value).toBe('value 2');
});

test('keeps values apart by their keys', async () => {
	expect((await find(undefined, 'a')).value).toBe('value 1');
	expect((await find(undefined, 'b')).value).toBe('value 2');
	expect((await find(undefined, 'a')).value).toBe('value 1');
});

test('uses the last value while the service does not answer, and then tries again', async () => {
	await find();
	now += KEEP_MS;
	answer = unavailable();
	expect(await find()).toMatchObject({ value: 'value 1', problem: { code: 'adobe.noAnswer' } });
	expect(await find(() => false)).toMatchObject({ value: 'value 1' });
	expect(reads).toBe(2);
	expect(known.slice(-2)).toEqual([false, true]);
	now += RETRY_MS;
	answer = () => 'new';
	const { value, problem } = await find();
	expect([value, problem]).toEqual(['new', undefined]);
});

test('knows nothing until the service answers, and asks it only from time to time', async () => {
	answer = unavailable();
	expect(await find()).toMatchObject({ value: undefined, problem: { code: 'adobe.noAnswer' } });
	await find();
	expect(reads).toBe(1);
	now += RETRY_MS;
	await find();
	expect(reads).toBe(2);
});

test('waits as long as the service asks to, but not for ever', async () => {
	answer = unavailable(new Date(now + 3 * RETRY_MS).toISOString());
	await find();
	now += 2 * RETRY_MS;
	await find();
	expect(reads).toBe(1);
	now += RETRY_MS;
	answer = unavailable('9999-01-01T00:00:00.000Z');
	await find();
	now += 3_600_000;
	await find();
	expect(reads).toBe(3);
});

test('reads a value that lacks something again, but not all the time', async () => {
	const isCurrent = (value: string) => value === 'value 2';
	await find();
	now += RECHECK_MS - 1;
	await find(isCurrent);
	expect(reads).toBe(1);
	now += 1;
	expect((await find(isCurrent)).value).toBe('value 2');
	await find(() => false);
	expect(reads).toBe(2);
});

test('forgets the values that were not used for the longest time', async () => {
	await find(undefined, 'first');
	for (let at = 0; at < 1_000; at++) {
		await find(undefined, `key ${at}`);
		if (at === 500) await find(undefined, 'first');
	}
	expect(reads).toBe(1_001);
	await find(undefined, 'first');
	await find(undefined, 'key 999');
	expect(reads).toBe(1_001);
	await find(undefined, 'key 0');
	expect(reads).toBe(1_002);
});
