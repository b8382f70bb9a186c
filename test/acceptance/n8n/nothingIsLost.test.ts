import { shortRun } from '../../faults/short.mts';
import { expectNothingLost } from '../../harness/nothingLost';

test('one n8n loses no acknowledged event under faults of n8n and of Adobe, and none arrives with two _ids', async () => {
	const { results, missedGoals, obstacle } = await shortRun('single');
	expect({ missedGoals, obstacle }).toEqual({ missedGoals: [], obstacle: null });
	expectNothingLost(results, 'single');
}, 900_000);
