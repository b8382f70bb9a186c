import type { INodeExecutionData } from 'n8n-workflow';
import { measured } from './fuzz.mts';
import { strayErrors } from './strays.mts';
import type { RunNodeResult } from '../harness/n8n';
import {
	expectAccounted,
	expectCleanPrototypes,
	expectHarmless,
	expectSentence,
} from './invariants';

/** What watches the fuzz tests sees what it watches for. */

const result = (outputs: INodeExecutionData[][], error?: object) =>
	({
		output: (index = 0) => outputs[index] ?? [],
		hints: [],
		error,
	}) as unknown as RunNodeResult;

const item = (from: number, json = {}): INodeExecutionData => ({
	json,
	pairedItem: { item: from },
});

const two = { items: 2, carries: ['delivery'], errorOutput: true };

const problem = {
	code: 'inlet.unavailable',
	retry: 'later',
	message: 'Adobe answered 503',
	advice: 'Send the record again later.',
};

/** The second of two items, with its problem or something in place of it. */
const failed = (fields: object) => result([[item(0)], [item(1, { delivery: {}, ...fields })]]);

it('accepts a run that accounts for every item', () => {
	expectAccounted(failed({ problem }), two);
});

it('sees a changed prototype', () => {
	const shared = Object.prototype as { polluted?: boolean };
	shared.polluted = true;
	expect(expectCleanPrototypes).toThrow('a prototype changed');
	delete shared.polluted;
	expectCleanPrototypes();
});

it('measures the memory that a case holds', async () => {
	const held: number[][] = [];
	const { bytes } = await measured(async () => {
		held.push(new Array<number>(10_000_000).fill(0.5));
	}, true);
	expect(bytes).toBeGreaterThan(40_000_000);
	expect(held).toHaveLength(1);
});

it('notices rejections that nobody handled', async () => {
	const before = strayErrors.length;
	// Emitted as Node does it: a real one would end this test as failed before it could look.
	const { runInThisContext } = jest.requireActual<typeof import('vm')>('vm');
	const real = runInThisContext('process') as NodeJS.Process;
	const listeners = real.listeners('unhandledRejection');
	for (const listener of listeners.filter(({ name }) => name === 'note'))
		listener(new Error('lost'), Promise.resolve());
	expect(strayErrors.splice(before)).toEqual(['Error: lost']);
});

it.each([
	'Cannot read properties of undefined',
	'The name "[object Object]" is not valid',
	'TypeError: x is wrong here',
	'Something\n    at run (file.ts:1:2)',
	'short',
])('does not accept as a sentence: %s', (text) => {
	expect(() => expectSentence(text)).toThrow();
});

it.each<[string, RunNodeResult]>([
	['an item that is missing', result([[item(0)]])],
	['an item that is there twice', result([[item(0), item(0), item(1)]])],
	['an item without an input item', result([[item(0), item(2)]])],
	['an item on both outputs', result([[item(0), item(1)], [item(1)]])],
	['an item without a pair', result([[item(0), { json: {} }]])],
	['a failed item without a problem', failed({})],
	['a failed item with an unknown code', failed({ problem: { ...problem, code: 'toString' } })],
	['a failed item with an unknown retry', failed({ problem: { ...problem, retry: 'maybe' } })],
	['a failed item without a message', failed({ problem: { ...problem, message: '' } })],
	['a failed item without advice', failed({ problem: { ...problem, advice: undefined } })],
	['a failed item without its delivery', failed({ problem, delivery: undefined })],
	['an error in spite of an error output', result([], { name: 'NodeApiError', message: 'No' })],
])('sees %s', (_, run) => {
	expect(() => expectAccounted(run, two)).toThrow();
});

it('sees an error that is not one of n8n’s', () => {
	const run = result([], { name: 'TypeError', message: 'The sentence would be long enough' });
	expect(() => expectAccounted(run, { ...two, errorOutput: false })).toThrow('TypeError');
});

it.each<[string, unknown]>([
	['null', { a: [null] }],
	['half a character', { a: 'x\ud800' }],
	['half a character in a key', { '\ud800': 1 }],
	['a dangerous key', JSON.parse('{"a":{"__proto__":1}}')],
	['too many levels', { a: { a: { a: { a: {} } } } }],
])('sees %s', (_, value) => {
	const kept = { depth: 3, nulls: false, keys: ['__proto__'] };
	expect(() => expectHarmless(value, kept)).toThrow();
});
