import { createServer, request as open, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { N8nApi, Workflow, WorkflowNode } from '../../playground/n8n-api.mts';
import { documentedPayload } from '../../playground/events.mts';
import { EXAMPLE, readWorkflow } from '../../playground/example.mts';
import { answersFirst } from '../../playground/n8nProgram.mts';
import { until } from './until.mts';

/** How a caller was answered; 0 when the connection ended without an answer. */
export interface Caller {
	conversation: string;
	status: Promise<number>;
	/** Whether there is an answer already. */
	isTold: () => boolean;
	hangUp: () => void;
}

/** Conversations in the order of the items of one execution. */
export type Groups = Map<string, string[]>;

/** A published workflow whose executions last until the test lets them end: Chatlio Trigger, then a call to the test. */
export interface HeldWorkflow {
	workflow: Workflow & { id: string };
	/** Waits until its URLs answer. Whatever n8n had been told before, it has met by then. */
	isPublished: () => Promise<void>;
	/** What came through, by execution. */
	groups: Groups;
	/** Posts new conversations all at once. */
	post: (count: number, how?: { whenFinished?: boolean; padding?: number }) => Caller[];
	/** Posts as many at once, then waits until all of them are held within executions. */
	hold: (count: number) => Promise<{ callers: Caller[]; largest: [string, Caller[]] }>;
	/** Ends what is held, and what comes later, with this status. */
	release: (status: number, execution?: string) => void;
	close: () => Promise<void>;
}

const EVENT = 'new-conversation';

/** Longer is a hang. */
const HELD_MS = 600_000;

/**
 * @param url of the n8n
 * @param settings of the workflow
 * @param between a node between the trigger and the call
 */
export async function heldWorkflow(
	n8n: N8nApi,
	url: string,
	name: string,
	settings: Record<string, unknown> = {},
	between?: Pick<WorkflowNode, 'type' | 'parameters'>,
): Promise<HeldWorkflow> {
	const gate = await openGate();
	const isOld = answersFirst();
	const workflow = await n8n.saveWorkflow({
		name,
		nodes: nodes(gate.url, isOld ? 'whenFinished' : 'immediately', between),
		connections: chain(
			between ? ['Chatlio Trigger', 'Between', 'Call'] : ['Chatlio Trigger', 'Call'],
		),
		settings: { executionOrder: 'v1', ...settings },
	});
	await n8n.publish(workflow);
	const { webhookId } = workflow.nodes[0];
	const hook = `${url}/webhook/${webhookId}/${EVENT}`;
	const isPublished = async () => {
		let seen: number[] = [];
		await until(
			() => `${name} published; its URLs answer ${seen.join(' and ')}`,
			async () => {
				const headers = { 'content-type': 'application/json', connection: 'close' };
				const probes = (isOld ? [`${hook}-wait`] : [hook, `${hook}-wait`]).map((address) =>
					// It starts nothing.
					fetch(address, { method: 'POST', headers, body: '[]' }).catch(() => ({ status: 0 })),
				);
				seen = (await Promise.all(probes)).map(({ status }) => status);
				return seen.every((status) => status === 400);
			},
		);
	};
	await isPublished();
	let conversations = 0;
	const post: HeldWorkflow['post'] = (count, { whenFinished = true, padding = 0 } = {}) =>
		Array.from({ length: count }, () => {
			const conversation = `${name} ${++conversations}`;
			return caller(whenFinished ? `${hook}-wait` : hook, conversation, padding);
		});
	return {
		workflow,
		isPublished,
		groups: gate.groups,
		post,
		hold: async (count) => {
			const callers = post(count);
			const held = () => [...gate.groups.values()].flat().length;
			const before = held();
			await until(
				() => `${count} held; there are ${held() - before}`,
				() => held() === before + count,
			);
			const [id, members] = [...gate.groups].sort(([, a], [, b]) => b.length - a.length)[0];
			const ofGroup = members.map(
				(member) => callers.find(({ conversation }) => conversation === member)!,
			);
			return { callers, largest: [id, ofGroup] };
		},
		release: gate.release,
		close: async () => {
			gate.release(200);
			await n8n.unpublish(workflow).catch(() => {});
			gate.close();
		},
	};
}

function nodes(
	gateUrl: string,
	respond: string,
	between?: Pick<WorkflowNode, 'type' | 'parameters'>,
): WorkflowNode[] {
	const { nodes: ofExample } = readWorkflow(EXAMPLE);
	const { type, typeVersion } = ofExample.find(({ name }) => name === 'Chatlio Trigger')!;
	const query =
		"'?execution=' + $execution.id + '&conversation=' + encodeURIComponent($('Chatlio Trigger').item.json.conversationId)";
	return [
		{ name: 'Chatlio Trigger', type, typeVersion, parameters: { authentication: 'none', respond } },
		...(between ? [{ name: 'Between', typeVersion: 1.1, ...between }] : []),
		{
			name: 'Call',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: { url: `={{ '${gateUrl}/' + ${query} }}`, options: { timeout: HELD_MS } },
		},
	].map((node, index) => ({
		...node,
		id: crypto.randomUUID(),
		webhookId: crypto.randomUUID(),
		position: [index * 200, 0],
	}));
}

const chain = (names: string[]) =>
	Object.fromEntries(
		names
			.slice(0, -1)
			.map((name, index) => [
				name,
				{ main: [[{ node: names[index + 1], type: 'main', index: 0 }]] },
			]),
	);

/** The address the workflow calls: it answers when the test says so. */
async function openGate() {
	const groups: Groups = new Map();
	let waiting: Array<{ execution: string; response: ServerResponse }> = [];
	let openWith: number | undefined;
	const end = (response: ServerResponse, status: number) => {
		response.statusCode = status;
		response.end('{}');
	};
	const server = createServer((request, response) => {
		const { searchParams } = new URL(request.url!, 'http://127.0.0.1');
		const execution = searchParams.get('execution')!;
		groups.set(execution, [...(groups.get(execution) ?? []), searchParams.get('conversation')!]);
		if (openWith) end(response, openWith);
		else waiting.push({ execution, response });
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	// A test file that fails before it has the workflow still ends.
	server.unref();
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		groups,
		release: (status: number, execution?: string) => {
			if (!execution) openWith = status;
			const ended = waiting.filter((held) => !execution || held.execution === execution);
			waiting = waiting.filter((held) => !ended.includes(held));
			for (const { response } of ended) end(response, status);
		},
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

function caller(url: string, conversation: string, padding: number): Caller {
	const body = JSON.stringify({
		...documentedPayload('newConversation'),
		conversationUUID: conversation,
		padding: 'x'.repeat(padding),
	});
	const request = open(url, {
		method: 'POST',
		agent: false,
		headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
	});
	let isTold = false;
	const status = new Promise<number>((resolve) => {
		request.once('error', () => resolve(0));
		request.once('response', (response) => {
			isTold = true;
			response.resume();
			response.once('close', () => resolve(response.complete ? response.statusCode! : 0));
		});
	});
	request.end(body);
	return { conversation, status, isTold: () => isTold, hangUp: () => request.destroy() };
}

/** What all of them were told. */
export async function statuses(callers: Caller[]): Promise<number[]> {
	return await Promise.all(callers.map(({ status }) => status));
}
