import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultAction, FaultMatch } from '../../emulator/controlClient.mts';
import type { System } from '../../playground/cluster/system.mts';
import { REJECTED_WORD } from './events.mts';
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

/** Rejects everything with this status. */
export const rejection = (status: number, title: string): FaultAction => ({
	status,
	body: { title, status, report: { message: title } },
});

/** Rejects the records with a certain word, and accepts the others of the same batch. */
export async function rejectSome(system: System): Promise<void> {
	await always(
		system,
		{ ...INLET, containing: REJECTED_WORD },
		{ refuseMessages: { containing: REJECTED_WORD, status: 400, message: 'Rejected on purpose' } },
	);
}

/**
 * One event is one request. Only the replay sends batches: records that Adobe rejected, together with records that were
 * kept because of an outage.
 */
export const rejectSomeAmongAnOutage: Fault['happen'] = async ({ system, scale, untilKept }) => {
	await rejectSome(system);
	await always(system, INLET, rejection(503, 'Service Unavailable'));
	await sleep(scale.outageMs);
	await untilKept((text) => text.includes(REJECTED_WORD));
	await untilKept((text) => !text.includes(REJECTED_WORD));
	await system.emulator.control.clearFaults();
};

/** Twice, as if two days had passed. */
export const expireTokens: Fault['happen'] = async ({ system: { emulator }, scale }) => {
	await emulator.control.expireTokens();
	await sleep(scale.outageMs);
	await emulator.control.expireTokens();
};

/** No token is valid, and there are no new ones. */
export const rejectTokens: Fault['happen'] = async ({ system, scale, untilKept }) => {
	const { control } = system.emulator;
	await control.revokeTokens();
	const body = { error_code: '401013', message: 'Oauth token is not valid' };
	await always(system, { path: '/ims/token' }, { status: 401, body: { error: 'unauthorized' } });
	await always(system, INLET, { status: 403, body });
	await always(system, { path: '/data/' }, { status: 401, body });
	await sleep(scale.rejectedMs);
	await untilKept();
	await control.clearFaults();
};
