import { randomInt } from 'node:crypto';
import { Command } from 'commander';
import { SEED } from './order.mts';

export interface Arguments {
	/** Parts of paths of the tests to run; none for all. */
	paths: string[];
	/** Options for jest. */
	more: string[];
	watch: boolean;
}

/** Reads what a person typed after a test command. */
export function readArguments(
	command: string,
	{ description, canWatch = false }: { description: string; canWatch?: boolean },
): Arguments {
	const program = new Command(command)
		.description(description)
		.argument('[paths...]', 'only the tests whose path contains one of these, without the checks')
		.option('-t, --name <pattern>', 'only tests whose name matches')
		.option('--shuffle [seed]', 'run the files in another order, which the printed seed repeats')
		.option('--shard <part>', 'run one part of the files, e.g. 1/3');
	if (canWatch) program.option('--watch', 'stay, and run what a change touches');
	const {
		name,
		shuffle,
		shard,
		watch = false,
	} = program
		.parse()
		.opts<{ name?: string; shuffle?: string | true; shard?: string; watch?: boolean }>();
	if (shuffle) {
		const seed = shuffle === true ? String(randomInt(1_000_000)) : shuffle;
		console.log(`The order of the files is that of --shuffle ${seed}`);
		process.env[SEED] = seed;
	}
	const more = [
		...(name ? ['--testNamePattern', name] : []),
		...(shard ? [`--shard=${shard}`] : []),
	];
	return { paths: program.args, more, watch };
}
