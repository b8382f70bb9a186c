import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import pRetry from 'p-retry';
import { unfold } from './executionData.mts';

/** The account of the demo's n8n, which listens only on this machine. */
export const owner = {
	email: 'demo@example.com',
	password: 'Playground1',
	firstName: 'Demo',
	lastName: 'User',
};

/**
 * Value of the header `browser-id`, which must be the same for everyone who uses the session: n8n binds one to the
 * other.
 */
export const BROWSER_ID = 'playground';

/** A manual run that takes longer hangs. */
const RUN_MS = 300_000;

/** Every status of an execution, as `ExecutionStatusList` of n8n-workflow has them, whose ES build Node cannot load. */
const STATUSES = [
	'new',
	'running',
	'waiting',
	'success',
	'error',
	'crashed',
	'canceled',
	'unknown',
];

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	webhookId?: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface Workflow {
	id?: string;
	versionId?: string;
	/** True if a version of it is published. */
	active?: boolean;
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	/** Items that a node returns instead of executing in a manual run, by its name. */
	pinData?: Record<string, Array<{ json: object }>>;
	settings?: Record<string, unknown>;
}

export interface Execution {
	id: string;
	status: string;
	workflowId: string;
	data?: unknown;
}

interface ExecutionData {
	resultData: {
		error?: { message?: string; description?: string };
		runData: Record<string, Array<{ data?: { main?: Array<Array<{ json: unknown }>> } }>>;
	};
}

/** Client for the requests of n8n's editor, signed in as the owner. */
export class N8nApi {
	private readonly http: AxiosInstance;
	/** Cookies that identify the session, for `resume`. */
	readonly session: string;

	private constructor(http: AxiosInstance, session: string) {
		this.http = http;
		this.session = session;
		http.defaults.headers.common.cookie = session;
	}

	/** Continues another client's session: n8n lets an address sign in only a few times per minute. */
	static resume(url: string, session: string): N8nApi {
		return new N8nApi(clientOf(url), session);
	}

	/** Signs in; creates the owner's account on the first start. */
	static async signIn(url: string): Promise<N8nApi> {
		const http = clientOf(url);
		// Routes are available a moment after n8n reports that it is ready.
		const cookies = await pRetry(
			async () => {
				// An n8n without its editor does not return them.
				const settings = await http
					.get<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>('/settings')
					.catch(() => undefined);
				const { headers } = settings?.data.userManagement?.showSetupOnFirstLoad
					? await http.post('/owner/setup', owner)
					: await http.post('/login', {
							emailOrLdapLoginId: owner.email,
							password: owner.password,
						});
				const cookies = headers['set-cookie'];
				if (!cookies) throw new Error('n8n is still starting');
				return cookies;
			},
			{ retries: 480, factor: 1, minTimeout: 250 },
		);
		return new N8nApi(http, cookies.map((cookie) => cookie.split(';')[0]).join('; '));
	}

	async get<T>(path: string): Promise<T> {
		return (await this.http.get<T>(path)).data;
	}

	async post<T>(path: string, body: unknown = {}): Promise<T> {
		return (await this.http.post<T>(path, body)).data;
	}

	async put(path: string, body: unknown): Promise<void> {
		await this.http.put(path, body);
	}

	async patch<T>(path: string, body: unknown): Promise<T> {
		return (await this.http.patch<T>(path, body)).data;
	}

	async delete(path: string): Promise<void> {
		await this.http.delete(path);
	}

	/** Creates the credential, or updates the one with that name. */
	async saveCredential(name: string, type: string, data: Record<string, unknown>) {
		const all = await this.get<Array<{ id: string; name: string; type: string }>>('/credentials');
		const existing = all.find((credential) => credential.name === name && credential.type === type);
		const body = { name, type, data };
		const saved = existing
			? (await this.http.patch<{ id: string }>(`/credentials/${existing.id}`, body)).data
			: await this.post<{ id: string }>('/credentials', body);
		return { id: saved.id, name };
	}

	/** Saves the credential and runs n8n's own test on it, as its dialog does. */
	async testCredential(name: string, type: string, data: Record<string, unknown>) {
		const { id } = await this.saveCredential(name, type, data);
		return await this.post<{ status: 'OK' | 'Error'; message: string }>('/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** Creates the workflow, or updates the one with that name: its webhook URLs stay. */
	async saveWorkflow(workflow: Workflow): Promise<Workflow & { id: string }> {
		const all =
			await this.get<Array<{ id: string; name: string; isArchived: boolean }>>('/workflows');
		const existing = all.find(({ name, isArchived }) => name === workflow.name && !isArchived);
		// n8n before 2.20 does not add `active` itself.
		if (!existing) return await this.post('/workflows', { active: false, ...workflow });
		const old = await this.get<Workflow>(`/workflows/${existing.id}`);
		for (const node of workflow.nodes)
			node.webhookId ??= old.nodes.find(({ name }) => name === node.name)?.webhookId;
		const body = { ...workflow, versionId: old.versionId };
		const { data } = await this.http.patch<Workflow & { id: string }>(
			`/workflows/${existing.id}`,
			body,
		);
		return data;
	}

	/** Publishes the workflow as saved. Its webhooks respond a moment later. */
	async publish({ id, versionId }: Workflow): Promise<void> {
		await this.post(`/workflows/${id}/activate`, { versionId });
	}

	async unpublish({ id }: Workflow): Promise<void> {
		await this.post(`/workflows/${id}/deactivate`);
	}

	/**
	 * Runs a workflow manually, as the editor does, and returns the items of a node.
	 * @throws Error with the error of the run
	 */
	async run<Item>(
		workflow: { id: string },
		{ trigger, node }: { trigger: string; node: string },
	): Promise<Item[]> {
		const { executionId } = await this.post<{ executionId: string }>(
			`/workflows/${workflow.id}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		for (const deadline = Date.now() + RUN_MS; ; ) {
			// Not the execution itself: n8n 2.20 answers with status 500 as long as it has no data.
			const executions = await this.executions(workflow.id);
			const { status = 'new' } = executions.find(({ id }) => id === executionId) ?? {};
			if (['new', 'running'].includes(status)) {
				if (Date.now() > deadline)
					throw new Error(`${node} is still ${status} after ${RUN_MS / 1000} s`);
				await sleep(100);
				continue;
			}
			const execution = await this.execution(executionId);
			const { resultData } = unfold(String(execution.data)) as ExecutionData;
			if (execution.status !== 'success')
				throw new Error(
					`${node} ended with ${execution.status}: ${resultData.error?.message ?? ''} ${resultData.error?.description ?? ''}`,
				);
			const [output = []] = resultData.runData[node]?.[0]?.data?.main ?? [];
			return output.map(({ json }) => json as Item);
		}
	}

	/** The latest 100 executions of a workflow, the latest first. */
	async executions(workflowId: string): Promise<Execution[]> {
		// With a status, n8n makes one query. Without one, it makes two, for running executions and
		// for finished ones, and an execution that ends in between is in both answers or in neither.
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: STATUSES }));
		return (await this.get<{ results: Execution[] }>(`/executions?filter=${filter}&limit=100`))
			.results;
	}

	async execution(id: string): Promise<Execution> {
		return await this.get(`/executions/${id}`);
	}
}

function clientOf(url: string): AxiosInstance {
	const http = axios.create({
		baseURL: `${url}/rest`,
		// A kept connection may be closed just when it is used again, and never survives a restart.
		httpAgent: new Agent({ keepAlive: false }),
		proxy: false,
		headers: { 'browser-id': BROWSER_ID },
		transformResponse: (text: string) => unwrap(text),
	});
	http.interceptors.response.use(undefined, (error: unknown) => {
		if (!axios.isAxiosError(error) || !error.response) throw error;
		const { method, url: path } = error.config ?? {};
		const answer = JSON.stringify(error.response.data).slice(0, 600);
		throw new Error(`n8n answered ${error.response.status} to ${method} ${path}: ${answer}`);
	});
	return http;
}

function unwrap(text: string): unknown {
	try {
		const parsed = JSON.parse(text) as { data?: unknown };
		return parsed?.data ?? parsed;
	} catch {
		return text;
	}
}
