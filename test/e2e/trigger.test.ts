import { eventIdOf } from '../../lib/chatlio/eventId';
import { rawRequest } from '../harness/rawRequest.mts';
import { runningExample, type RunningExample } from '../harness/running.mts';
import { documented } from '../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const JSON_TYPE = { 'content-type': 'application/json' };

let example: RunningExample;

/** Nothing listens there. */
const deadEndpoint = {
	sendTo: 'endpoint',
	endpointUrl: 'http://127.0.0.1:9/collection/0',
	datasetId: '5ef4551c52e054191a61f99f',
	schemaId: 'https://ns.adobe.com/acme/schemas/1',
	options: { retrySeconds: 0 },
};

beforeAll(async () => {
	example = await runningExample('Trigger', ({ nodes }) => {
		const trigger = nodes.find(({ name }) => name === 'Chatlio Trigger')!;
		trigger.parameters.events = ['newConversation', 'chatTranscript'];
	});
});

let conversations = 0;
const conversation = () => ({
	...documented.newConversation,
	conversationUUID: `trigger-${++conversations}`,
});

/** Posts with a fetch of its own: no token is added. */
async function postTo(url: string, headers: Record<string, string> = {}): Promise<number> {
	const reply = await fetch(url, {
		method: 'POST',
		headers: { ...JSON_TYPE, ...headers },
		body: JSON.stringify(conversation()),
	});
	return reply.status;
}

/** Whether anything was started, seen after an event that does start something. */
async function startedBy(post: () => Promise<unknown>): Promise<number> {
	const before = await example.executions();
	await post();
	const payload = conversation();
	await example.post('new-conversation', payload, JSON_TYPE);
	await example.record(eventIdOf('newConversation', payload));
	return (await example.executions()) - before - 1;
}

describe('the node in a running n8n', () => {
	it('answers 401 to a missing, wrong or repeated secret, and starts nothing', async () => {
		const url = example.urlOf('new-conversation');
		const [bare] = url.split('?');
		const statuses: number[] = [];
		const started = await startedBy(async () => {
			for (const wrong of [bare, `${bare}?token=wrong`, `${url}&token=wrong`])
				statuses.push(await postTo(wrong));
		});
		expect([statuses, started]).toEqual([[401, 401, 401], 0]);
	});

	it('answers 200 to an event that is not selected, and starts nothing', async () => {
		let status = 0;
		const started = await startedBy(async () => {
			const answer = await example.post('visitor-feedback', documented.visitorFeedback, JSON_TYPE);
			status = answer.status;
		});
		expect([status, started]).toEqual([200, 0]);
	});
});

describe('n8n itself', () => {
	it('answers 422 to malformed JSON, and starts nothing', async () => {
		let status = 0;
		const started = await startedBy(async () => {
			({ status } = await example.post('new-conversation', '{"message": ', JSON_TYPE));
		});
		expect([status, started]).toEqual([422, 0]);
	});

	it('answers 422 to a character set other than Unicode', async () => {
		const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
		const { status } = await example.post('new-conversation', conversation(), headers);
		expect(status).toBe(422);
	});

	it('answers 500 to a body larger than its own limit of 16 MiB', async () => {
		const { origin, pathname, search } = new URL(example.urlOf('new-conversation'));
		const type = ['Content-Type', 'application/json'];
		// n8n answers when it reads the length, and closes: whoever still sends may lose the answer.
		const large = 17 * 1024 * 1024;
		const { status } = await rawRequest(origin, 'POST', pathname + search, type, '{"a":"', large);
		expect(status).toBe(500);
	});

	it('answers 404 to another method', async () => {
		expect((await fetch(example.urlOf('new-conversation'))).status).toBe(404);
	});
});

describe('Respond: When Workflow Finishes', () => {
	it('answers 200 after Adobe has accepted the record', async () => {
		const payload = conversation();
		const { status } = await example.post('new-conversation-wait', payload, JSON_TYPE);
		expect(status).toBe(200);
		const received = await example.adobe.records({ datasetId: example.dataflow.datasetId });
		const id = eventIdOf('newConversation', payload);
		expect(received.map(({ _id }) => _id)).toContain(id);
	});

	it('answers 500 if the workflow stops, so that the sender can post again', async () => {
		const stopping = await runningExample('Stops', ({ nodes }) => {
			const streaming = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
			streaming.parameters = deadEndpoint;
			delete streaming.credentials;
		});
		const payload = conversation();
		const { status } = await stopping.post('new-conversation-wait', payload, JSON_TYPE);
		expect([status, await stopping.lastStatus()]).toEqual([500, 'error']);
	});
});
