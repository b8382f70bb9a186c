import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction, FaultMatch } from '../../emulator/controlClient.mts';
import type { Part, Role, System } from '../../playground/cluster/system.mts';
import { REFUSABLE_WORD } from './events.mts';

type SystemName = System['name'];

/** Something that goes wrong in the middle of the load. */
export interface Fault {
	/** For --fault. */
	name: string;
	title: string;
	systems: SystemName[];
	/** Whether it is part of the short version, and on which systems. */
	short?: SystemName[];
	/** Makes it happen; resolves once it is over. Killed and stopped processes run again by then. */
	happen: (system: System, scale: Scale) => Promise<void>;
	/** What is still wrong at Adobe when the first replay runs, and ends after it. */
	duringFirstReplay?: (system: System) => Promise<void>;
}

/** How long things last: shorter in the short version. */
export interface Scale {
	/** Of an outage at Adobe. */
	outageMs: number;
	/** Of the token being refused. */
	refusedMs: number;
}

const BOTH: SystemName[] = ['single', 'cluster'];

/** The inlets; and everything that Adobe answers. */
const INLET: FaultMatch = { path: '/collection/' };

/** Adobe lets every request wait so long, and then drops it: what is killed meanwhile finds nothing delivered. */
const SLOW_MS = 1_500;

/** Does something to processes while their executions are in the middle of delivering. */
async function whileDelivering(system: System, act: () => Promise<void>): Promise<void> {
	await always(system, INLET, { delayMs: SLOW_MS, dropConnection: 'before' });
	await sleep(2 * SLOW_MS);
	const acting = act();
	await sleep(SLOW_MS);
	await system.emulator.control.clearFaults();
	await acting;
}

async function always(system: System, match: FaultMatch, action: FaultAction): Promise<void> {
	await system.emulator.control.fault({ match, times: 0, action });
}

/** Adobe does this to everything the inlets get, for a while. */
function outage(action: FaultAction): Fault['happen'] {
	return async (system, { outageMs }) => {
		await always(system, INLET, action);
		await sleep(outageMs);
		await system.emulator.control.clearFaults();
	};
}

const partOf = (system: System, role: Role): Part => {
	const part = system.parts.find((one) => one.role === role);
	if (!part) throw new Error(`The system has no ${role}`);
	return part;
};

const kill = (role: Role): Fault['happen'] => {
	return async (system) => {
		const part = partOf(system, role);
		await whileDelivering(system, () => part.kill());
		await part.ready();
	};
};

const stop = (role: Role, ms: number): Fault['happen'] => {
	return async (system) => {
		const part = partOf(system, role);
		await whileDelivering(system, async () => {
			await part.stop();
			await sleep(ms);
			await part.start();
		});
		await part.ready();
	};
};

const N8N_ROLES: Role[] = ['webhook', 'worker', 'main'];

/** Everything of n8n ends in order and starts again, as after a change of its settings. */
async function restart(system: System): Promise<void> {
	const parts = system.parts.filter(({ role }) => N8N_ROLES.includes(role));
	await whileDelivering(system, async () => {
		await Promise.all(parts.map((part) => part.stop()));
		await Promise.all(parts.map((part) => part.start()));
	});
	await Promise.all(parts.map((part) => part.ready()));
}

const problem = (status: number, title: string) => ({ title, status, report: { message: title } });

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
		happen: stop('postgres', 5_000),
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
		happen: outage({
			status: 429,
			headers: { 'retry-after': '2' },
			body: problem(429, 'Too Many Requests'),
		}),
	},
	{
		name: '500',
		title: 'Adobe answers 500',
		systems: BOTH,
		happen: outage({ status: 500, body: problem(500, 'Internal Server Error') }),
	},
	{
		name: '503',
		title: 'Adobe answers 503',
		systems: BOTH,
		short: ['single'],
		happen: outage({ status: 503, body: problem(503, 'Service Unavailable') }),
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
		short: ['single'],
		happen: outage({ dropConnection: 'after' }),
	},
	{
		name: 'some-refused',
		title: 'Adobe refuses some records of each batch',
		systems: BOTH,
		short: ['single'],
		// One event is one request: batches come with the replay, of what was refused and what an outage held up.
		happen: async (system, { outageMs }) => {
			await refuseSome(system);
			await always(system, INLET, { status: 503, body: problem(503, 'Service Unavailable') });
			await sleep(outageMs);
			await system.emulator.control.clearFaults();
		},
		duringFirstReplay: refuseSome,
	},
	{
		name: 'tokens-expired',
		title: 'Tokens expired',
		systems: BOTH,
		happen: async ({ emulator }, { outageMs }) => {
			for (let times = 0; times < 3; times++) {
				await emulator.control.expireTokens();
				await sleep(outageMs / 3);
			}
		},
	},
	{
		name: 'tokens-refused',
		title: 'Tokens refused for a minute',
		systems: BOTH,
		short: ['single'],
		happen: async (system, { refusedMs }) => {
			const { control } = system.emulator;
			await control.revokeTokens();
			const body = { error_code: '401013', message: 'Oauth token is not valid' };
			await always(
				system,
				{ path: '/ims/token' },
				{ status: 401, body: { error: 'unauthorized' } },
			);
			await always(system, INLET, { status: 403, body });
			await always(system, { path: '/data/' }, { status: 401, body });
			await sleep(refusedMs);
			await control.clearFaults();
		},
	},
];

async function refuseSome(system: System): Promise<void> {
	await always(
		system,
		{ ...INLET, containing: REFUSABLE_WORD },
		{ refuseMessages: { containing: REFUSABLE_WORD, status: 400, message: 'Refused on purpose' } },
	);
}

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
