import { MAX_DEPTH, sanitize } from '../../../lib/chatlio/sanitize';

/** `{"a":{"a":…1}}`, as a sender's JSON may be. */
const nestedObject = (depth: number) =>
	JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as Record<string, unknown>;

const nestedList = (depth: number) => ({
	a: JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown,
});

function depthOf(value: unknown): number {
	let depth = 0;
	for (let next = value; typeof next === 'object' && next !== null; depth++) {
		next = Object.values(next)[0];
	}
	return depth;
}

test('drops keys that reach into prototypes, at every level', () => {
	const text = `{"a":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
		"list":[{"prototype":1,"b":2}],"visitor":{"__proto__":{"polluted":1},"UUID":"u"}}`;
	const safe = sanitize(JSON.parse(text));
	expect(safe).toEqual({ a: 1, list: [{ b: 2 }], visitor: { UUID: 'u' } });
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(Object.getPrototypeOf(safe)).toBe(Object.prototype);
	expect((safe.visitor as Record<string, unknown>).polluted).toBeUndefined();
});

test('keeps a hundred levels', () => {
	expect(sanitize(nestedObject(MAX_DEPTH))).toEqual(nestedObject(MAX_DEPTH));
});

test.each([MAX_DEPTH + 1, 100_000])('cuts %d levels to a hundred', (depth) => {
	expect(depthOf(sanitize(nestedObject(depth)))).toBe(MAX_DEPTH);
	expect(depthOf(sanitize(nestedList(depth)))).toBe(MAX_DEPTH);
});

test('keeps the order and the empty entries of lists', () => {
	const value = { list: [1, null, 'a', [2, [3]], false] };
	expect(sanitize(value)).toEqual(value);
});

test('replaces lone surrogates and keeps surrogate pairs', () => {
	expect(sanitize(JSON.parse('{"a":"x\\ud83dy","b":"\\ude00","c":["\\ud83d\\ude00"]}'))).toEqual({
		a: 'x\ufffdy',
		b: '\ufffd',
		c: ['\u{1f600}'],
	});
});

test('replaces lone surrogates in names, too', () => {
	expect(sanitize(JSON.parse('{"x\\ud83d":1,"a":{"\\ude00\\ude00":2}}'))).toEqual({
		'x\ufffd': 1,
		a: { '\ufffd\ufffd': 2 },
	});
});

test('returns a safe value itself, and leaves an unsafe one unchanged', () => {
	const value = { a: { b: ['c'] } };
	expect(sanitize(value)).toBe(value);
	const unsafe = { a: { b: ['c\ud83d'] } };
	expect(sanitize(unsafe)).toEqual({ a: { b: ['c\ufffd'] } });
	expect(unsafe).toEqual({ a: { b: ['c\ud83d'] } });
});
