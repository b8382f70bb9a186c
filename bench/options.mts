import { Command } from 'commander';

export interface BenchOptions {
	quick: boolean;
	/** IDs of figures; default: all. */
	only?: string[];
	/** File for the results; default: bench/results.json, or none for a quick run. */
	json?: string;
}

export function readOptions(): BenchOptions {
	return new Command('npm run bench --')
		.description('Measures this package beside what a user would pick instead')
		.option('--quick', 'see only whether the benchmark works: its figures mean nothing', false)
		.option('--only <id...>', 'these figures only, by the ids that the table gives')
		.option('--json <file>', 'where the results go, instead of bench/results.json')
		.parse()
		.opts<BenchOptions>();
}
