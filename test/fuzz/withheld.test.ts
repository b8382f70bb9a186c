import { expectWithheld, withheldCase } from '../harness/withheldCases';
import { SUITE_MS } from './fuzz.mts';
import { fuzz } from './suite';

it(
	'leaves nothing withheld in any text of a record',
	async () => {
		await fuzz({
			name: 'Withheld values',
			// In the long run, 100,000 of its own.
			share: 1,
			cases: withheldCase,
			run: async (one) => {
				await Promise.resolve();
				expectWithheld(one);
			},
		});
	},
	SUITE_MS,
);
