import { createServer, request as open, type ClientRequest } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallerResponse } from '../../../nodes/ChatlioTrigger/collect/callerResponse.ts';
import { collectEvents, type Lane } from '../../../nodes/ChatlioTrigger/collect/collectEvents.ts';
import { until } from '../../harness/until.mts';

/** An execution n8n was asked to start. */
export interface HandOver {
	/** What was posted, in order. */
	events: unknown[];
	/** What was posted by the caller that n8n answers itself. */
	leader: string;
	/** Answers as n8n does once it has stored the execution, or run it. */
	answer: (status: number) => void;
}

export interface Caller {
	/** Resolves to the status and text, or to "hung up". */
	answer: Promise<{ status: number; text: string } | 'hung up'>;
	/** Resolves once the server has noticed. */
	hangUp: () => Promise<void>;
}

export interface CollectServer {
	handOvers: HandOver[];
	/** Posts the text as one event; its size is that of the text. */
	post: (text: string) => Promise<Caller>;
	/** Waits until n8n was asked for that many executions. */
	handedOver: (count: number) => Promise<HandOver[]>;
	close: () => Promise<void>;
}

/** A server on which n8n's part is played by the test: real connections, real responses, answers when the test says. */
export async function collectServer(lane: Omit<Lane, 'key'>): Promise<CollectServer> {
	const key = `test ${Math.random()}`;
	const handOvers: HandOver[] = [];
	/** Of each call, in the order they came: resolves when its connection is closed. */
	const closings: Array<Promise<unknown>> = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const end = (status: number, body: unknown) => {
			response.statusCode = status;
			response.end(body === '' ? '' : JSON.stringify(body));
		};
		const express = Object.assign(response, {
			status: (code: number) => ({ json: (body: unknown) => end(code, body) }),
		}) as unknown as CallerResponse;
		closings.push(once(response, 'close'));
		const result = await collectEvents(
			{ key, ...lane },
			{ item: { json: { text } }, bytes: text.length, response: express },
		);
		if (result.workflowData) {
			const events = result.workflowData[0].map(({ json }) => json.text);
			const answer = (status: number) => end(status, { leader: text });
			handOvers.push({ events, leader: text, answer });
		} else if (!result.noWebhookResponse) end(200, result.webhookResponse);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;

	const post = async (text: string): Promise<Caller> => {
		const before = closings.length;
		let request!: ClientRequest;
		const answer = new Promise<Awaited<Caller['answer']>>((resolve) => {
			request = open({ port, host: '127.0.0.1', method: 'POST', agent: false }, (reply) => {
				const chunks: Buffer[] = [];
				reply.on('data', (chunk: Buffer) => chunks.push(chunk));
				reply.on('end', () =>
					resolve({ status: reply.statusCode!, text: Buffer.concat(chunks).toString() }),
				);
			});
			request.on('error', () => resolve('hung up'));
			request.end(text);
		});
		await until('the event has arrived', () => closings.length > before);
		const hangUp = async () => {
			request.destroy();
			await closings[before];
		};
		return { answer, hangUp };
	};
	return {
		handOvers,
		post,
		handedOver: async (count) => {
			await until(`${count} executions were asked for`, () => handOvers.length >= count);
			return handOvers;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Gives what must not happen a while to happen. */
export const settle = async (ms = 60) => await wait(ms);
