import { readWorkflow } from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';

type Saved = Awaited<ReturnType<N8nApi['saveCredential']>>;

/** The choices in the two workflows that look for executions. */
interface Chosen {
	/** From `apiCredential`. */
	credential: Saved;
	/** The workflow whose executions they look for. */
	workflowId: string;
}

const SCOPES = [
	...['execution:list', 'execution:read', 'workflow:list', 'workflow:read'],
	...['execution:stop', 'execution:retry'],
];

/**
 * Creates the API key that the two workflows use in their n8n, and the credential that holds it.
 * @param without scopes that the key lacks
 */
export async function apiCredential(
	n8n: N8nApi,
	n8nUrl: string,
	without: string[] = [],
): Promise<Saved> {
	const name = ['This n8n', ...without].join(' without ');
	const { rawApiKey } = await n8n.post<{ rawApiKey: string }>('/api-keys', {
		label: `Key ${Date.now()}`,
		expiresAt: null,
		scopes: SCOPES.filter((scope) => !without.includes(scope)),
	});
	return await n8n.saveCredential(name, 'n8nApi', {
		apiKey: rawApiKey,
		baseUrl: `${n8nUrl}/api/v1`,
	});
}

/** Imports the workflow that alerts as its notes say, and runs it once. Throws if the run fails. */
export async function lookOnce(
	n8n: N8nApi,
	chosen: Chosen & { webhook: string },
	change: (workflow: Workflow) => void = () => {},
): Promise<void> {
	const saved = await imported(n8n, 'alert-on-crashed-executions.json', chosen, (workflow) => {
		nodeOf(workflow, 'Tell Somebody').parameters.url = chosen.webhook;
		change(workflow);
	});
	await n8n.run(saved, { trigger: 'Every 5 Minutes', node: 'Not Alerted Yet' });
}

/** Imports the workflow that retries as its notes say, and runs it. @returns the IDs of the executions that were retried */
export async function retryAll(
	n8n: N8nApi,
	chosen: Chosen,
	change: (workflow: Workflow) => void = () => {},
): Promise<string[]> {
	const saved = await imported(n8n, 'retry-crashed-executions.json', chosen, change);
	const retries = await n8n.run<{ retryOf: string }>(saved, {
		trigger: 'Retry All Now',
		node: 'Retried',
	});
	return retries.map(({ retryOf }) => retryOf);
}

const WAITING = 'Ended, or Waiting for Long';

/** Makes either workflow treat every execution that is queued or running as one that has waited too long. */
export function withoutPatience(workflow: Workflow): void {
	const text = JSON.stringify(nodeOf(workflow, WAITING).parameters);
	const shorter = text.replace(/minutes: \d+/g, 'minutes: 0');
	nodeOf(workflow, WAITING).parameters = JSON.parse(shorter) as Record<string, unknown>;
}

async function imported(
	n8n: N8nApi,
	file: string,
	{ credential, workflowId }: Chosen,
	change: (workflow: Workflow) => void,
) {
	const workflow = readWorkflow(file);
	for (const name of ['Executions', 'Look at Each', 'Stop', 'Retry']) {
		const node = workflow.nodes.find((one) => one.name === name);
		if (node) node.credentials = { n8nApi: credential };
	}
	const filters = nodeOf(workflow, 'Executions').parameters.filters as {
		workflowId: { value: string };
	};
	filters.workflowId.value = workflowId;
	change(workflow);
	return await n8n.saveWorkflow(workflow);
}

const nodeOf = ({ nodes }: Workflow, wanted: string) => nodes.find(({ name }) => name === wanted)!;
