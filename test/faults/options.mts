import { Command, InvalidArgumentError, Option } from 'commander';
import { join } from 'node:path';
import type { SingleOptions } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { NO_TASK_RUNNER, QUICK_START } from '../../playground/n8nProgram.mts';
import type { Scale } from './fault.mts';
import { FAULTS } from './faults.mts';
import { PATIENCE_MS } from './load.mts';
import { resultsFolder } from './report.mts';

export interface Options {
	short: boolean;
	system: System['name'] | 'both';
	/** Names; empty for all. */
	fault: string[];
	events: number;
	rate: number;
	json: string;
	scale: Scale;
	/** How the systems are started. */
	start: Pick<SingleOptions, 'env' | 'prepared'>;
}

/** How often, in minutes, n8n of a cluster looks for executions that its queue has lost: no run need wait for half an hour. */
const noticedAfter = (minutes: number) => ({
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: String(minutes),
});

/** What the long run and the short one are, where the options do not say otherwise. */
const LONG = {
	events: 400,
	rate: 15,
	scale: {
		outageMs: 15_000,
		rejectedMs: 60_000,
		noticedMs: 130_000,
		patienceMs: PATIENCE_MS,
		leftMs: 60_000,
	},
	start: { env: noticedAfter(1) },
};
/** No longer than it takes until a fault is felt. The workflows have no Code node. */
export const SHORT = {
	events: 40,
	rate: 10,
	scale: {
		outageMs: 1_000,
		rejectedMs: 1_000,
		noticedMs: 0,
		patienceMs: PATIENCE_MS,
		leftMs: 20_000,
		retrySeconds: 1,
	},
	start: { env: { ...noticedAfter(0.1), ...QUICK_START, ...NO_TASK_RUNNER }, prepared: true },
};

const NAMES = FAULTS.map(({ name }) => name);

function faultName(name: string, before: string[]): string[] {
	if (!NAMES.includes(name)) throw new InvalidArgumentError(`The faults are ${NAMES.join(', ')}.`);
	return [...before, name];
}

function positive(text: string): number {
	const number = Number(text);
	if (!(number > 0)) throw new InvalidArgumentError('It is a number above 0.');
	return number;
}

export function readOptions(): Options {
	const options = new Command('npm run test:faults --')
		.description(
			'Breaks things under a steady load of Chatlio events, then says where every event is',
		)
		.option('--short', 'the most telling faults with fewer events', false)
		.addOption(
			new Option('--system <name>', 'on which set-up of n8n')
				.choices(['single', 'cluster', 'both'])
				.default('both'),
		)
		.option(
			'--fault <name>',
			`only this one, several times for more: ${NAMES.join(', ')}`,
			faultName,
			[],
		)
		.option('--events <number>', 'events per fault, at least (default 400, short 40)', positive)
		.option('--rate <number>', 'events per second (default 15, short 10)', positive)
		.option('--json <file>', 'where to write all figures', join(resultsFolder, 'results.json'))
		.parse()
		.opts<Partial<Options> & Pick<Options, 'short' | 'system' | 'fault' | 'json'>>();
	return { ...(options.short ? SHORT : LONG), ...options };
}
