import type { PlatformCall } from './call';
import { FLOW_SERVICE, mappingOf, readFlow, stateOf, type Flow } from './flowService';
import { PlatformRefusal } from './refusal';
import { pathSegment } from '../pathSegment';

/** What a change did; `changed` is false when everything was as wanted. */
export interface FlowChange {
	changed: boolean;
	state: string;
	/** When it was last changed, in ms since 1970. */
	changedAt: number;
}

const STATES = { enable: 'enabled', disable: 'disabled' } as const;

const flowPath = (flowId: string) => `${FLOW_SERVICE}/flows/${pathSegment(flowId)}`;

/**
 * Enables or disables a dataflow. One that is so already is left alone: every change makes Adobe lose data for five
 * minutes. Source: "Update dataflows using the Flow Service API".
 * @throws PlatformRefusal
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

/** Adobe's answer when somebody else changed the dataflow since it was read. */
const OUTDATED = 412;

/**
 * Has a dataflow map with another mapping set. When somebody else changed it in between, it is read again and the
 * change is tried once more. Source: "Update dataflows using the Flow Service API".
 * @param mappingVersion of the mapping set; 0 for one that was never changed
 * @throws PlatformRefusal
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
		if (!mapping) throw new PlatformRefusal(withoutMapping(flow));
		const same =
			mapping.mappingId === mappingSetId && (mapping.mappingVersion ?? 0) === mappingVersion;
		if (!same) await patchMapping(call, flow, { mappingId: mappingSetId, mappingVersion });
		return !same;
	};
	const changed = await attempt().catch(async (error: unknown) => {
		const outdated = error instanceof PlatformRefusal && error.refusal.status === OUTDATED;
		return outdated ? await attempt() : await Promise.reject<boolean>(error);
	});
	return { changed, mappingSetId, mappingVersion, ...stateOf(await readFlow(call, flowId)) };
}

async function patchMapping(
	call: PlatformCall,
	{ id, etag, transformations }: Flow,
	params: { mappingId: string; mappingVersion: number },
) {
	const at = transformations!.findIndex(({ name }) => name === 'Mapping');
	await call({
		task: `update the mapping of the dataflow ${id}`,
		method: 'PATCH',
		path: flowPath(id),
		// With the double quotes that are part of it.
		headers: etag ? { 'If-Match': etag } : {},
		body: [{ op: 'replace', path: `/transformations/${at}`, value: { name: 'Mapping', params } }],
	});
}

const withoutMapping = ({ id }: Flow) => ({
	message: `Could not update the mapping of the dataflow ${id}: it has none`,
	description:
		'It takes XDM records as they are. Choose a dataflow for raw data, which is created with a mapping set.',
	status: 0,
});

/** Deletes a dataflow; its connections, dataset and mapping set stay. */
export async function deleteFlow(call: PlatformCall, flowId: string): Promise<void> {
	const task = `delete the dataflow ${flowId}`;
	await call({ task, method: 'DELETE', path: flowPath(flowId) });
}
