import { createHash } from 'node:crypto';
import type { Test } from '@jest/test-result';
import imported from '@jest/test-sequencer';

// Its types are those of its CommonJS build.
const Sequencer = imported as unknown as typeof imported.default;

/** Set to anything, the files come in an order that it decides. */
export const SEED = 'TEST_ORDER_SEED';

/** The files that take longest, from parts of their paths: begun first, none of them runs alone at the end. */
export const LONGEST: readonly string[] = [
	'acceptance/n8n/cluster',
	'acceptance/n8n/restoreDrill',
	'acceptance/n8n/benchmark',
	'acceptance/n8n/nothingIsLost',
	'acceptance/n8n/killedWhileCollecting',
	'acceptance/n8n/secrets',
	'acceptance/engine/setUpInterrupted',
	'fuzz/chatlioTrigger',
	'emulator/preview',
];

/** The order of test files: the longest first, or any order at all by a seed. */
export default class Order extends Sequencer {
	async sort(tests: Test[]): Promise<Test[]> {
		const seed = process.env[SEED];
		if (seed) return sortBy(tests, ({ path }) => hashOf(seed, path));
		const usual = await super.sort(tests);
		const placeOf = ({ path }: Test) => {
			const place = LONGEST.findIndex((part) => path.includes(part));
			return place === -1 ? LONGEST.length : place;
		};
		return sortBy(usual, placeOf);
	}
}

const hashOf = (seed: string, path: string) =>
	createHash('sha256').update(seed).update(path).digest('hex');

function sortBy<Key extends string | number>(tests: Test[], keyOf: (test: Test) => Key): Test[] {
	return tests
		.map((test) => ({ test, key: keyOf(test) }))
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
		.map(({ test }) => test);
}
