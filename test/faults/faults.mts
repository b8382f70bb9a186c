import {
	expireTokens,
	outage,
	rejection,
	rejectSome,
	rejectSomeAmongAnOutage,
	rejectTokens,
} from './adobeFaults.mts';
import type { Fault, SystemName } from './fault.mts';
import { kill, restart, stop, takenByTheDead } from './processFaults.mts';

const BOTH: SystemName[] = ['single', 'cluster'];

/** Everything that goes wrong on purpose, in the order of the table. */
export const FAULTS: Fault[] = [
	{
		name: 'none',
		title: 'Nothing (for comparison)',
		systems: BOTH,
		happen: async () => {},
	},
	{
		name: 'main-killed',
		title: 'n8n main killed',
		systems: BOTH,
		short: ['single'],
		happen: kill('main'),
	},
	{
		name: 'worker-killed',
		title: 'n8n worker killed',
		systems: ['cluster'],
		short: ['cluster'],
		happen: kill('worker'),
		beforeRetryMs: ({ noticedMs }) => noticedMs,
	},
	{
		name: 'jobs-taken',
		title: 'Jobs handed to n8n workers just killed',
		systems: ['cluster'],
		happen: takenByTheDead,
		beforeRetryMs: ({ noticedMs }) => noticedMs,
	},
	{
		name: 'webhook-killed',
		title: 'n8n webhook processor killed',
		systems: ['cluster'],
		short: ['cluster'],
		happen: kill('webhook'),
	},
	{
		name: 'redis-stopped',
		title: 'Redis stopped for five seconds',
		systems: ['cluster'],
		happen: stop('redis', 5_000),
	},
	{
		name: 'redis-killed',
		title: 'Redis killed',
		systems: ['cluster'],
		short: ['cluster'],
		happen: kill('redis'),
	},
	{
		name: 'postgres-stopped',
		title: 'PostgreSQL stopped for five seconds',
		systems: ['cluster'],
		short: ['cluster'],
		happen: stop('postgres', 5_000, true),
	},
	{
		name: 'restart',
		title: 'n8n restarted in order',
		systems: BOTH,
		happen: restart,
	},
	{
		name: 'busy',
		title: 'Adobe answers 429',
		systems: BOTH,
		happen: outage({ ...rejection(429, 'Too Many Requests'), headers: { 'retry-after': '2' } }),
	},
	{
		name: '500',
		title: 'Adobe answers 500',
		systems: BOTH,
		happen: outage(rejection(500, 'Internal Server Error')),
	},
	{
		name: '503',
		title: 'Adobe answers 503',
		systems: BOTH,
		happen: outage(rejection(503, 'Service Unavailable')),
	},
	{
		name: 'hang',
		title: 'Adobe hangs, and takes the record after all',
		systems: BOTH,
		// Longer than the example workflow waits for an answer.
		happen: outage({ delayMs: 25_000 }),
	},
	{
		name: 'dropped',
		title: 'Connection dropped after accepting',
		systems: BOTH,
		happen: outage({ dropConnection: 'after' }),
	},
	{
		name: 'some-rejected',
		title: 'Adobe rejects some records of each batch',
		systems: BOTH,
		short: ['single'],
		happen: rejectSomeAmongAnOutage,
		duringFirstReplay: rejectSome,
	},
	{
		name: 'tokens-expired',
		title: 'Tokens expired',
		systems: BOTH,
		happen: expireTokens,
	},
	{
		name: 'tokens-rejected',
		title: 'Tokens rejected for a minute',
		systems: BOTH,
		short: ['single'],
		happen: rejectTokens,
	},
	{
		name: 'worker-killed-by-default',
		title: 'n8n worker killed, n8n’s own settings of the queue',
		systems: ['cluster'],
		env: { QUEUE_WORKER_LOCK_DURATION: '60000', QUEUE_WORKER_STALLED_INTERVAL: '30000' },
		happen: kill('worker'),
		beforeRetryMs: ({ noticedMs }) => noticedMs,
	},
];

/** Those that are asked for: by name, or all of the long or the short run. */
export function faultsOf(
	system: SystemName,
	{ fault: names, short }: { fault: string[]; short: boolean },
): Fault[] {
	return FAULTS.filter((fault) => {
		if (!fault.systems.includes(system)) return false;
		if (names.length > 0) return names.includes(fault.name);
		return !short || (fault.short ?? []).includes(system);
	});
}
