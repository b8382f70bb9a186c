import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import { FLOW_SERVICE, mappingOf, readFlow, stateOf, type Flow } from './flowService';
import { problemIn, serviceError } from '../../problem/serviceError';
import { pathSegment } from '../../http/pathSegment';

/** Result of a change; `changed` is false if nothing had to change. */
export interface FlowChange {
	changed: boolean;
	state: string;
	/** Time of the last change, in ms since 1970. */
	changedAt: number;
}

const STATES = { enable: 'enabled', disable: 'disabled' } as const;

const flowPath = (flowId: string) => `${FLOW_SERVICE}/flows/${pathSegment(flowId)}`;

/**
 * Enables or disables a dataflow. A dataflow that already has the state is left alone: after every change, Adobe loses
 * data for five minutes. Source: "Update dataflows using the Flow Service API".
 * @throws ServiceError
 */
export async function switchFlow(
	call: PlatformCall,
	flowId: string,
	action: keyof typeof STATES,
): Promise<FlowChange> {
	const before = stateOf(await readFlow(call, flowId));
	if (before.state === STATES[action]) return { changed: false, ...before };
	await call({
		task: `${action} the dataflow ${flowId}`,
		method: 'POST',
		path: `${flowPath(flowId)}/action`,
		query: { op: action },
	});
	return { changed: true, ...stateOf(await readFlow(call, flowId)) };
}

export interface MappingChange extends FlowChange {
	mappingSetId: string;
	mappingVersion: number;
}

/** Adobe's status if the dataflow has changed since it was read. */
const OUTDATED = 412;

/**
 * Assigns another mapping set to a dataflow. If the dataflow was changed in the meantime, it is read again and the
 * change is tried once more. Source: "Update dataflows using the Flow Service API".
 * @param mappingVersion version of the mapping set; 0 if it was never changed
 * @throws ServiceError
 */
export async function updateMapping(
	call: PlatformCall,
	flowId: string,
	mappingSetId: string,
	mappingVersion: number,
): Promise<MappingChange> {
	const attempt = async () => {
		const flow = await readFlow(call, flowId);
		const mapping = mappingOf(flow);
		if (!mapping) throw serviceError('dataflow.noMapping', { id: flow.id });
		const isSame =
			mapping.mappingId === mappingSetId && (mapping.mappingVersion ?? 0) === mappingVersion;
		if (!isSame) await call(mappingRequest(flow, { mappingId: mappingSetId, mappingVersion }));
		return !isSame;
	};
	const changed = await attempt().catch(async (error: unknown) => {
		const isOutdated = problemIn(error)?.status === OUTDATED;
		return isOutdated ? await attempt() : await Promise.reject<boolean>(error);
	});
	return { changed, mappingSetId, mappingVersion, ...stateOf(await readFlow(call, flowId)) };
}

/** Returns the transformation that applies a mapping set in a dataflow. */
export const mappingTransformation = (mappingId: string, mappingVersion = 0) => ({
	name: 'Mapping',
	params: { mappingId, mappingVersion },
});

/**
 * Creates the request that assigns another mapping set to a dataflow.
 * @param flow as just read: its etag prevents overwriting a change in between
 */
export function mappingRequest(
	{ id, etag, transformations = [] }: Flow,
	{ mappingId, mappingVersion }: { mappingId: string; mappingVersion: number },
): PlatformRequest {
	const index = transformations.findIndex(({ name }) => name === 'Mapping');
	const value = mappingTransformation(mappingId, mappingVersion);
	const body =
		index < 0
			? [{ op: 'add', path: '/transformations', value: [value] }]
			: [{ op: 'replace', path: `/transformations/${index}`, value }];
	return {
		task: `update the mapping of the dataflow ${id}`,
		method: 'PATCH',
		path: flowPath(id),
		// The etag includes its double quotes.
		headers: etag ? { 'If-Match': etag } : {},
		body,
	};
}

/** Deletes a dataflow; its connections, dataset and mapping set stay. */
export async function deleteFlow(call: PlatformCall, flowId: string): Promise<void> {
	const task = `delete the dataflow ${flowId}`;
	await call({ task, method: 'DELETE', path: flowPath(flowId) });
}
