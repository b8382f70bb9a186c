import { asArray, asObject, asText, at, type JsonObject } from '../json.mts';
import type { Inlet } from '../state/inlets.mts';
import type { World } from '../world.mts';

/** Destination of a message. `lost` is the reason that it disappears although it is accepted. */
export interface Destination {
	flowId: string | undefined;
	datasetId: string | undefined;
	lost: string | undefined;
	/** True if no dataflow of the inlet has the ID that was sent. */
	unknownFlow: boolean;
}

/** Finds the dataflow of a message: by the request's header or query, otherwise by the message's own header. */
export function findDestination(
	world: World,
	inlet: Inlet,
	requestFlowId: string | undefined,
	message: unknown,
): Destination {
	const header = asObject(asObject(message).header);
	const flowId = requestFlowId ?? asText(header.flowId);
	const datasetId = asText(header.datasetId);
	if (flowId === undefined) return withoutFlowId(world, inlet, datasetId);
	const flow = world.documents.get('flow', inlet.sandbox, flowId);
	if (!flow || !isOfInlet(world, inlet, flow)) {
		const lost = `No dataflow of this inlet has the id ${flowId}.`;
		return { flowId, datasetId, lost, unknownFlow: true };
	}
	const target = inlet.dataType === 'xdm' ? datasetId : targetDataset(world, inlet.sandbox, flow);
	return { flowId, datasetId: target, lost: reasonLost(world, flow), unknownFlow: false };
}

/**
 * Handles messages without a dataflow ID. Older examples of XDM messages have none: they go to the dataflow of the
 * message's dataset, if the inlet has one. A raw record without it is lost.
 */
function withoutFlowId(world: World, inlet: Inlet, datasetId: string | undefined): Destination {
	if (inlet.dataType === 'raw') {
		const lost = 'The request names no dataflow (x-adobe-flow-id).';
		return { flowId: undefined, datasetId, lost, unknownFlow: false };
	}
	const flow = world.documents
		.list('flow', inlet.sandbox)
		.find(
			(one) =>
				isOfInlet(world, inlet, one) && targetDataset(world, inlet.sandbox, one) === datasetId,
		);
	return {
		flowId: flow && String(flow.id),
		datasetId,
		lost: flow && reasonLost(world, flow),
		unknownFlow: false,
	};
}

function isOfInlet(world: World, inlet: Inlet, flow: JsonObject): boolean {
	if (inlet.ownFlowId !== undefined) return flow.id === inlet.ownFlowId;
	return asArray(flow.sourceConnectionIds).some((id) => {
		const source = world.documents.get('sourceConnection', inlet.sandbox, String(id));
		return source?.baseConnectionId === inlet.connectionId;
	});
}

function targetDataset(world: World, sandbox: string, flow: JsonObject): string | undefined {
	const id = String(asArray(flow.targetConnectionIds)[0]);
	const target = world.documents.get('targetConnection', sandbox, id);
	return asText(at(target, 'params.dataSetId'));
}

/** Adobe: data sent to a disabled dataflow, or within about five minutes of a change to it, can be lost. */
function reasonLost(world: World, flow: JsonObject): string | undefined {
	if (flow.state !== 'enabled') return `The dataflow is ${String(flow.state)}.`;
	const age = world.now() - Number(flow.updatedAt);
	if (age >= world.settings.warmUpMs) return undefined;
	const wait = Math.ceil((world.settings.warmUpMs - age) / 1000);
	const past = Math.max(0, Math.floor(age / 1000));
	return `The dataflow was created or changed ${past} s ago; it keeps what it is sent after another ${wait} s.`;
}
