import { Command, InvalidArgumentError, Option } from 'commander';
import { join } from 'node:path';
import type { System } from '../../playground/cluster/system.mts';
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
}

/** On the cluster: n8n looks each minute for executions that its queue has lost, so that a run need not wait for half an hour. */
export const NOTICED_SOON = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1' };

/** What the long run and the short one are, where the options do not say otherwise. */
const LONG = {
	events: 400,
	rate: 15,
	scale: { outageMs: 15_000, refusedMs: 60_000, noticedMs: 130_000, patienceMs: PATIENCE_MS },
};
const SHORT = {
	events: 60,
	rate: 10,
	scale: { outageMs: 12_000, refusedMs: 8_000, noticedMs: 0, patienceMs: 30_000 },
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
		.option('--events <number>', 'events per fault, at least (default 400, short 60)', positive)
		.option('--rate <number>', 'events per second (default 15, short 10)', positive)
		.option('--json <file>', 'where to write all figures', join(resultsFolder, 'results.json'))
		.parse()
		.opts<Partial<Options> & Pick<Options, 'short' | 'system' | 'fault' | 'json'>>();
	return { ...(options.short ? SHORT : LONG), ...options };
}
