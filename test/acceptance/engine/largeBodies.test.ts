import type { MappingTimes } from './mappingTimes.mts';
import { HOSTILE_BODIES } from '../../harness/hostileBodies.mts';
import { runScript } from './runScript.mts';

const TIMES_PARSING = 50;

// Outside of Jest: its sandbox and its coverage cost many times what is measured.
const measured = JSON.parse(
	runScript('test/acceptance/engine/mappingTimes.mts', String(TIMES_PARSING)),
) as MappingTimes[];

describe('a 2 MB body of any kind is answered and mapped with every privacy setting within 50 times the time of parsing it', () => {
	test.each(Object.keys(HOSTILE_BODIES))('%s', (name) => {
		const { records, times } = measured.find(({ body }) => body === name)!;
		expect(records).toBeGreaterThan(0);
		const slow = Object.entries(times).filter(([, one]) => one > TIMES_PARSING);
		expect(slow).toEqual([]);
	});
});
