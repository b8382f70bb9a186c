import { join } from 'node:path';
import { buildPackage } from '../../playground/package.mts';
import type { Goal, Pass, Scale, Session } from '../figure.mts';
import { startWorker } from '../worker.mts';
import type { MappingJob, MappingResult } from './mappingProcess.mts';

const PARSE = 'parse and write';

const ADDRESSES_AND_NAMES = { email: 'hash', ip: 'leaveOut', name: 'leaveOut' };

/** Sets of the node's privacy choices, by the figure's ID. */
const WITHHELD: Record<string, { name: string; options: object; goal: Goal }> = {
	mapping: { name: 'nothing withheld', options: { ip: 'keep' }, goal: { atMost: 2 } },
	'mapping-default': { name: 'default choices (no IP addresses)', options: {}, goal: {} },
	'mapping-withheld': {
		name: 'everything withheld',
		options: { ...ADDRESSES_AND_NAMES, email: 'leaveOut', texts: 'leaveOut', traits: 'leaveOut' },
		goal: { atMost: 4 },
	},
	// The most work: every text is searched for everything.
	'mapping-searched': {
		name: 'addresses and names withheld, texts kept',
		options: ADDRESSES_AND_NAMES,
		goal: { atMost: 4 },
	},
};

/** Runs before the first measured one: until then, the code is not compiled. */
const WARM_UPS = 3;

async function open({ quick }: Scale) {
	const count = quick ? 500 : 10_000;
	await buildPackage();
	const worker = await startWorker<MappingJob, MappingResult>(
		join(import.meta.dirname, 'mappingProcess.mts'),
		{ options: ['--expose-gc'] },
	);
	const side = (job: Omit<MappingJob, 'count'>) => async (): Promise<Pass> => {
		const { cpuMs, made } = await worker.run({ ...job, count });
		return { value: cpuMs, lost: count - made, doubled: 0 };
	};
	const sides: Record<string, () => Promise<Pass>> = {
		[PARSE]: side({ what: 'json' }),
	};
	for (const { options, name } of Object.values(WITHHELD))
		sides[name] = side({ what: 'map', options });
	for (let run = 0; run < (quick ? 0 : WARM_UPS); run++)
		for (const side of Object.values(sides)) await side();
	return { sides, close: worker.stop };
}

/** Measures the cost of mapping, in a separate process. */
export const mapping: Session = {
	title: 'Mapping',
	figures: Object.entries(WITHHELD).map(([id, { name, goal }]) => ({
		id,
		title: `Mapping 10,000 events, ${name}, CPU time`,
		against: 'JSON.parse and JSON.stringify of the same events',
		unit: 'ms',
		goal,
		ours: name,
		theirs: PARSE,
	})),
	open,
};
