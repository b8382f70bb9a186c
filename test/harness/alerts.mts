import { readWorkflow } from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';

type Saved = Awaited<ReturnType<N8nApi['saveCredential']>>;

/** Makes the API key with which the workflow that alerts asks its n8n, and the credential that holds it. */
export async function apiCredential(n8n: N8nApi, n8nUrl: string): Promise<Saved> {
	const scopes = ['execution:list', 'execution:read', 'workflow:list', 'workflow:read'];
	const { rawApiKey } = await n8n.post<{ rawApiKey: string }>('/api-keys', {
		label: 'Alerts',
		expiresAt: null,
		scopes,
	});
	return await n8n.saveCredential('This n8n', 'n8nApi', {
		apiKey: rawApiKey,
		baseUrl: `${n8nUrl}/api/v1`,
	});
}

/** Imports the workflow that alerts as its notes say, and lets it look once. Throws if the look fails. */
export async function lookOnce(
	n8n: N8nApi,
	chosen: { credential: Saved; workflowId: string; webhook: string },
	change: (workflow: Workflow) => void = () => {},
): Promise<void> {
	const workflow = readWorkflow('alert-on-crashed-executions.json');
	const node = (wanted: string) => workflow.nodes.find(({ name }) => name === wanted)!;
	node('Executions').credentials = { n8nApi: chosen.credential };
	const filters = node('Executions').parameters.filters as { workflowId: { value: string } };
	filters.workflowId.value = chosen.workflowId;
	node('Tell Somebody').parameters.url = chosen.webhook;
	change(workflow);
	const saved = await n8n.saveWorkflow(workflow);
	await n8n.run(saved, { trigger: 'Every 5 Minutes', node: 'Not Told Yet' });
}
