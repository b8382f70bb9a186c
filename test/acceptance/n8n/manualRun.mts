import type { N8nApi, WorkflowNode } from '../../../playground/n8n-api.mts';

/** A node as a workflow file has it, without what the editor adds. */
export type PlainNode = Pick<WorkflowNode, 'type' | 'parameters' | 'credentials'> & {
	onError?: string;
	typeVersion?: number;
};

/**
 * Runs one node behind a manual trigger, as the editor does, with both of its outputs connected.
 * @returns what the run ended with, when it did not end well
 */
export async function manualRun(
	n8n: N8nApi,
	name: string,
	node: PlainNode,
	settings: Record<string, unknown> = {},
): Promise<string | undefined> {
	const noOp = { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const to = (target: string) => [{ node: target, type: 'main', index: 0 }];
	const saved = await n8n.saveWorkflow({
		name,
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{ typeVersion: 1, ...node, name: 'Tried' },
			{ ...noOp, name: 'Done' },
			{ ...noOp, name: 'Refused' },
		].map((one, index) => ({ ...one, id: String(index), position: [index * 200, 0] })),
		connections: { Start: { main: [to('Tried')] }, Tried: { main: [to('Done'), to('Refused')] } },
		settings: { executionOrder: 'v1', ...settings },
	});
	try {
		await n8n.run(saved, { trigger: 'Start', node: 'Tried' });
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}
