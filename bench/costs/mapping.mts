import { join } from 'node:path';
import { buildPackage } from '../../playground/package.mts';
import type { Pass, Scale, Session } from '../figure.mts';
import { startWorker } from '../worker.mts';
import type { MappingJob, MappingResult } from './mappingProcess.mts';

/** Runs before the first measured one: until then, the code is not compiled. */
const WARM_UPS = 3;

async function open({ quick }: Scale) {
	const count = quick ? 500 : 10_000;
	await buildPackage();
	const worker = await startWorker<MappingJob, MappingResult>(
		join(import.meta.dirname, 'mappingProcess.mts'),
		{ options: ['--expose-gc'] },
	);
	const side = (what: MappingJob['what']) => async (): Promise<Pass> => {
		const { cpuMs, made } = await worker.run({ what, count });
		return { value: cpuMs, lost: count - made, doubled: 0 };
	};
	const sides = { map: side('map'), 'parse and write': side('json') };
	for (let run = 0; run < (quick ? 0 : WARM_UPS); run++)
		for (const side of Object.values(sides)) await side();
	return { sides, close: worker.stop };
}

/** Measures the cost of mapping, in a separate process. */
export const mapping: Session = {
	title: 'Mapping',
	figures: [
		{
			id: 'mapping',
			title: 'Mapping 10,000 events, CPU time',
			against: 'JSON.parse and JSON.stringify of the same events',
			unit: 'ms',
			goal: { atMost: 2 },
			ours: 'map',
			theirs: 'parse and write',
		},
	],
	open,
};
