import { nearestName } from '../../../lib/problem/nearestName';

const KNOWN = ['sentiment', 'leadScore', 'crm_segment', 'dueAt', 'due'];

test.each([
	['sentimnt', 'sentiment'],
	['SENTIMENT', 'sentiment'],
	['sentimentt', 'sentiment'],
	['lead_score', 'leadScore'],
	['leadscore', 'leadScore'],
	['crmSegment', 'crm_segment'],
	['due_at', 'dueAt'],
	['dues', 'due'],
	['weather', undefined],
	['x', undefined],
	['', undefined],
	['s'.repeat(100_000), undefined],
])('%.20s is most like %s', (name, nearest) => {
	expect(nearestName(name, KNOWN)).toBe(nearest);
});

test('none is alike if there is none', () => {
	expect(nearestName('a', [])).toBeUndefined();
});
