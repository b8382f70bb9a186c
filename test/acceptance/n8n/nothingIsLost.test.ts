import { shortRun } from '../../faults/short.mts';
import { expectNothingLost } from '../../harness/nothingLost';

test('Under faults of n8n and of Adobe one n8n loses no acknowledged event, and none arrives under two _ids', async () => {
	const { results, missedGoals, obstacle } = await shortRun('single');
	expect({ missedGoals, obstacle }).toEqual({ missedGoals: [], obstacle: null });
	expectNothingLost(results, 'single');
}, 900_000);
