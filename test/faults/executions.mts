import pRetry from 'p-retry';
import type { N8nApi } from '../../playground/n8n-api.mts';

export interface ListedExecution {
	id: string;
	status: string;
	/** Null until it starts. */
	startedAt: string | null;
	/** The retry of it that succeeded. */
	retrySuccessId?: string | null;
}

interface Page {
	results: ListedExecution[];
}

/** Most that n8n gives at once. */
const PAGE_SIZE = 100;

export type Status = 'new' | 'running' | 'waiting' | 'crashed' | 'error' | 'canceled' | 'success';

export const UNDER_WAY: Status[] = ['new', 'running', 'waiting'];
export const FAILED: Status[] = ['crashed', 'error', 'canceled'];

const AT_ONCE = 4;

/** The executions of one workflow, as n8n's own interface sees them; patient while n8n is away. */
export class Executions {
	private readonly n8n: N8nApi;
	private readonly workflowId: string;

	constructor(n8n: N8nApi, workflowId: string) {
		this.n8n = n8n;
		this.workflowId = workflowId;
	}

	/** The newest execution's number; 0 without any. */
	async newestId(): Promise<number> {
		const { results } = await this.page({ workflowId: this.workflowId }, 1);
		return Math.max(0, ...results.map(({ id }) => Number(id)));
	}

	/**
	 * Those in one of the states with a higher number. Paged by the time they started: n8n sorts by it, but its cursor
	 * goes on by number, which leaves some out once an older one has started later.
	 */
	async since(id: number, status: Status[]): Promise<ListedExecution[]> {
		const found = new Map<string, ListedExecution>();
		for (let startedBefore: string | undefined, more = true; more; ) {
			const filter = { workflowId: this.workflowId, status, startedBefore };
			const { results } = await this.page(filter, PAGE_SIZE);
			const known = found.size;
			for (const execution of results) found.set(execution.id, execution);
			startedBefore = results.findLast(({ startedAt }) => startedAt)?.startedAt ?? undefined;
			more = results.length === PAGE_SIZE && found.size > known && startedBefore !== undefined;
		}
		return [...found.values()].filter((execution) => Number(execution.id) > id);
	}

	/** What n8n stored of each, as text. */
	async texts(executions: Array<{ id: string }>): Promise<string[]> {
		return await inTurns(executions, async ({ id }) => {
			const { data } = await patiently(() => this.n8n.execution(id));
			return String(data ?? '');
		});
	}

	/** Ends each where it is, as n8n's button Stop does; n8n keeps its data. @returns how many had not ended before */
	async stop(executions: Array<{ id: string }>): Promise<number> {
		return await this.ask(executions, 'stop', {});
	}

	/** Runs each once more with its own data, as n8n's button Retry does. @returns how many n8n could not retry */
	async retry(executions: Array<{ id: string }>): Promise<number> {
		return executions.length - (await this.ask(executions, 'retry', { loadWorkflow: false }));
	}

	/** @returns how often n8n did it */
	private async ask(executions: Array<{ id: string }>, what: string, body: object) {
		const done = await inTurns(executions, async ({ id }) => {
			try {
				await this.n8n.post(`/executions/${id}/${what}`, body);
				return true;
			} catch {
				return false;
			}
		});
		return done.filter(Boolean).length;
	}

	private async page(filter: object, limit: number): Promise<Page> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		return await patiently(async () => {
			const page = await this.n8n.get<Page>(`/executions?${query}`);
			// While it starts, n8n answers every address in words.
			if (!Array.isArray(page.results)) throw new Error('n8n is still starting');
			return page;
		});
	}
}

export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
	return await pRetry(ask, { retries: 240, factor: 1, minTimeout: 500 });
}

async function inTurns<In, Out>(list: In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
	const results: Out[] = [];
	for (let start = 0; start < list.length; start += AT_ONCE)
		results.push(...(await Promise.all(list.slice(start, start + AT_ONCE).map(work))));
	return results;
}
