import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction, FaultMatch } from '../../emulator/controlClient.mts';
import type { System } from '../../playground/cluster/system.mts';
import { REFUSABLE_WORD } from './events.mts';
import type { Fault } from './fault.mts';

/** Where records are sent. */
export const INLET: FaultMatch = { path: '/collection/' };

/** Every request that fits goes wrong in this way, until the faults are cleared. */
export async function always(
	system: System,
	match: FaultMatch,
	action: FaultAction,
): Promise<void> {
	await system.emulator.control.fault({ match, times: 0, action });
}

/** Adobe does this to everything the inlets get, for a while. */
export function outage(action: FaultAction): Fault['happen'] {
	return async ({ system, scale }) => {
		await always(system, INLET, action);
		await sleep(scale.outageMs);
		await system.emulator.control.clearFaults();
	};
}

/** Everything is refused with this status. */
export const refusal = (status: number, title: string): FaultAction => ({
	status,
	body: { title, status, report: { message: title } },
});

/** The records with a certain word are refused for good, the others of the same batch are taken. */
export async function refuseSome(system: System): Promise<void> {
	await always(
		system,
		{ ...INLET, containing: REFUSABLE_WORD },
		{ refuseMessages: { containing: REFUSABLE_WORD, status: 400, message: 'Refused on purpose' } },
	);
}

/**
 * One event is one request: batches come with the replay, of what was refused and what an outage held up until it was
 * set aside.
 */
export const refuseSomeAmongAnOutage: Fault['happen'] = async ({
	system,
	scale,
	untilSetAside,
}) => {
	await refuseSome(system);
	await always(system, INLET, refusal(503, 'Service Unavailable'));
	await sleep(scale.outageMs);
	await untilSetAside((text) => text.includes(REFUSABLE_WORD));
	await untilSetAside((text) => !text.includes(REFUSABLE_WORD));
	await system.emulator.control.clearFaults();
};

/** Twice, as if two days had passed. */
export const expireTokens: Fault['happen'] = async ({ system: { emulator }, scale }) => {
	await emulator.control.expireTokens();
	await sleep(scale.outageMs);
	await emulator.control.expireTokens();
};

/** No token is valid, and there are no new ones. */
export const refuseTokens: Fault['happen'] = async ({ system, scale, untilSetAside }) => {
	const { control } = system.emulator;
	await control.revokeTokens();
	const body = { error_code: '401013', message: 'Oauth token is not valid' };
	await always(system, { path: '/ims/token' }, { status: 401, body: { error: 'unauthorized' } });
	await always(system, INLET, { status: 403, body });
	await always(system, { path: '/data/' }, { status: 401, body });
	await sleep(scale.refusedMs);
	await untilSetAside();
	await control.clearFaults();
};
