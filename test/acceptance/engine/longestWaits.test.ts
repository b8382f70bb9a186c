import { skipWaits } from '../../harness/skippedWaits';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import type { Problem } from '../../../lib/problem/problem';

skipWaits();

const HOUR = 3_600;
const DAY = 24 * HOUR;

let stub: StubServer;
let retryAfter: string;

beforeAll(async () => {
	stub = await stubServer(() => ({ status: 429, headers: { 'Retry-After': retryAfter } }));
});
afterAll(async () => await stub.close());

let accounts = 0;

it.each([
	['8640000000000', 'more than a year', '9999-12-31T23:59:59.999Z'],
	['99999999999999999999', 'more than a year', '9999-12-31T23:59:59.999Z'],
	[`${366 * DAY}`, 'more than a year', undefined],
	['Fri, 31 Dec 9999 23:59:59 GMT', 'more than a year', undefined],
	[`${365 * DAY}`, '365 days', undefined],
	[`${49 * HOUR}`, '3 days', undefined],
	[`${47 * HOUR}`, '47 hours', undefined],
])('Retry-After: %s is told in words that say something', async (seconds, words, latest) => {
	retryAfter = seconds;
	const { output } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource: 'dataflow', operation: 'getMany', returnAll: true },
		credentials: { [ADOBE]: adobeRow(stub.url, { clientId: `waits-${(accounts += 1)}` }) },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	const problem = output(1)[0].json.problem as unknown as Problem;
	expect(problem.message).toMatch(new RegExp(`Adobe asks to wait ${words}$`));
	expect(problem.retryAt).toMatch(/^\d{4}-\d\d-\d\dT/);
	if (latest) expect(problem.retryAt).toBe(latest);
});
