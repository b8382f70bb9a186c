import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { unfold } from '../../playground/executionData.mts';
import type { N8nApi, Workflow, WorkflowNode } from '../../playground/n8n-api.mts';
import { makeRecords } from './records.mts';

/** What n8n says of one node of an execution that ended well. */
export interface NodeRun {
	/** How long the node took, in ms; what made the records before it does not count. */
	ms: number;
	/** Items that left it. */
	items: number;
}

/** A workflow, started by hand, that makes records of 1 KB and hands them to one node. */
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
	].map((one, index) => ({ ...one, id: String(index), position: [index * 200, 0] }));
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

const LOOK_EVERY_MS = 200;

/** A node that sends thousands of requests at once leaves n8n no time to answer others: for a minute that means nothing. */
const patiently = async <T,>(ask: () => Promise<T>): Promise<T> =>
	await pRetry(ask, { retries: 120, factor: 1, minTimeout: 500 });

/**
 * Runs the workflow once and waits for its end.
 * @throws Error with what the execution ended with
 */
export async function runOnce(n8n: N8nApi, workflowId: string, node: string): Promise<NodeRun> {
	const { executionId } = await n8n.post<{ executionId: string }>(`/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: 'Start' },
	});
	// The list has no data in it: looking costs n8n next to nothing.
	const isUnderWay = async () => {
		const all = await patiently(() => n8n.executions(workflowId));
		const status = all.find(({ id }) => id === executionId)?.status;
		return !status || ['new', 'running'].includes(status);
	};
	while (await isUnderWay()) await sleep(LOOK_EVERY_MS);
	const { status, data } = await patiently(() => n8n.execution(executionId));
	await n8n.post('/executions/delete', { ids: [executionId] });
	const { error, runData } = (unfold(String(data)) as ExecutionData).resultData;
	const [run] = runData[node] ?? [];
	if (status !== 'success' || !run)
		throw new Error(`${node} ended with ${status}: ${error?.message}`);
	return { ms: run.executionTime, items: run.data?.main?.[0]?.length ?? 0 };
}
