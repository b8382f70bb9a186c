import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { unfold } from '../../playground/executionData.mts';
import type { N8nApi, Workflow, WorkflowNode } from '../../playground/n8n-api.mts';
import { makeRecords } from './records.mts';

/** n8n's data about one node of a successful execution. */
export interface NodeRun {
	/** Duration of the node in ms, without the nodes before it. */
	ms: number;
	/** Number of items that it returned. */
	items: number;
}

/** Creates a workflow, started manually, that creates records of 1 KB and passes them to one node. */
export function recordsWorkflow(name: string, count: number, node: WorkflowNode): Workflow {
	const code = `const makeRecords = ${makeRecords.toString()};
const prefix = $execution.id.padStart(12, '0');
return makeRecords(prefix, ${count}, () => 1_000).map((json) => ({ json }));`;
	const to = (target: string) => ({ main: [[{ node: target, type: 'main', index: 0 }]] });
	const nodes: WorkflowNode[] = [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
		{
			name: 'Records',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: { jsCode: code },
		},
		node,
	].map((workflowNode, index) => ({
		...workflowNode,
		id: String(index),
		position: [index * 200, 0],
	}));
	return {
		name,
		nodes,
		connections: { Start: to('Records'), Records: to(node.name) },
		settings: { executionOrder: 'v1' },
	};
}

interface ExecutionData {
	resultData: {
		error?: { message?: string };
		runData: Record<
			string,
			Array<{ executionTime: number; data?: { main?: Array<unknown[] | null> } }>
		>;
	};
}

const POLL_MS = 200;

/**
 * A node that sends thousands of requests at once leaves n8n no time to respond to others: for a minute, that is
 * normal.
 */
const withRetries = async <T,>(ask: () => Promise<T>): Promise<T> =>
	await pRetry(ask, { retries: 120, factor: 1, minTimeout: 500 });

/**
 * Runs the workflow once and waits for its end.
 * @throws Error with the error of the execution
 */
export async function runOnce(n8n: N8nApi, workflowId: string, node: string): Promise<NodeRun> {
	const { executionId } = await n8n.post<{ executionId: string }>(`/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: 'Start' },
	});
	// The list contains no data: polling it costs n8n almost nothing.
	const isRunning = async () => {
		const all = await withRetries(() => n8n.executions(workflowId));
		const status = all.find(({ id }) => id === executionId)?.status;
		return !status || ['new', 'running'].includes(status);
	};
	while (await isRunning()) await sleep(POLL_MS);
	const { status, data } = await withRetries(() => n8n.execution(executionId));
	await n8n.post('/executions/delete', { ids: [executionId] });
	const { error, runData } = (unfold(String(data)) as ExecutionData).resultData;
	const [run] = runData[node] ?? [];
	if (status !== 'success' || !run)
		throw new Error(`${node} ended with ${status}: ${error?.message}`);
	return { ms: run.executionTime, items: run.data?.main?.[0]?.length ?? 0 };
}
