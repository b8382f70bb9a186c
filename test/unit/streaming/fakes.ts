import type { HttpReply } from '../../../lib/http/httpReply';
import type {
	DeliverySettings,
	DeliveryTools,
	Destination,
	InletRequest,
} from '../../../lib/streaming/deliveryTypes';

export const UUID = '9341f8eb-494a-4c89-9879-4d06a58d2dc7';

export const destination: Destination = {
	inletUrl: 'https://dcs.adobedc.net/collection/667b41cf',
	authenticated: false,
	organizationId: 'ACME@AdobeOrg',
	sandbox: 'prod',
	flowId: 'f2ae0194-8bd8-4a40-a4d9-f07bdc3e6ce2',
	datasetId: '5ef4551c52e054191a61f99f',
	schemaId: 'https://ns.adobe.com/acme/schemas/abc',
};

export const settings: DeliverySettings = {
	format: 'xdm',
	batch: true,
	maxMessages: 1_000,
	maxBytes: 1_000_000,
	parallelRequests: 4,
	syncValidation: false,
	retryBudgetMs: 120_000,
	maxAttempts: 5,
	sourceName: 'n8n',
};

const MOST_SLEEPS = 200_000;

export interface FakeWorld extends DeliveryTools {
	requests: InletRequest[];
	/** Times at which requests were sent, in ms. */
	times: number[];
	said: string[];
	slept: number[];
	clock: number;
	stop: boolean;
}

/** A world in which time passes only by sleeping and by `takes` ms per request. */
export function fakeWorld(
	answer: (request: InletRequest, number: number, world: FakeWorld) => HttpReply,
	takes = 10,
): FakeWorld {
	const world: FakeWorld = {
		requests: [],
		times: [],
		said: [],
		slept: [],
		clock: Date.parse('2026-01-31T12:00:00Z'),
		stop: false,
		async send(request) {
			// A copy: a run writes the next body over one that the inlet has read.
			const sent = { ...request, body: Buffer.from(request.body) };
			world.requests.push(sent);
			world.times.push(world.clock);
			const number = world.requests.length;
			await Promise.resolve();
			world.clock += takes;
			if (!request.body.equals(sent.body)) throw new Error('The body changed on its way');
			return answer(sent, number, world);
		},
		async sleep(ms) {
			await Promise.resolve();
			world.slept.push(ms);
			world.clock += ms;
			// A run that would wait forever ends instead, and its test sees it.
			if (world.slept.length > MOST_SLEEPS) world.stop = true;
		},
		now: () => world.clock,
		random: () => 0.5,
		stopped: () => world.stop,
		progress: (text) => world.said.push(text),
	};
	return world;
}

/** The messages a request carries, in order. */
export function messagesOf({ url, body }: InletRequest): Array<Record<string, never>> {
	const parsed = JSON.parse(body.toString());
	return url.includes('/collection/batch/') ? parsed.messages : [parsed];
}

export function reply(
	status: number,
	body: unknown = {},
	headers: Record<string, unknown> = {},
): HttpReply {
	return { kind: 'reply', status, headers, body };
}

/** The answer of an inlet that accepts everything, in the form of the endpoint that was called. */
export function acceptAll(request: InletRequest): HttpReply {
	if (!request.url.includes('/collection/batch/')) {
		return reply(200, { xactionId: '1584479347507:2153:240' });
	}
	const responses = messagesOf(request).map((_, index) => ({ xactionId: `${UUID}-${index}` }));
	return reply(207, { batchId: '1565638336649:1750:244', responses });
}

export const lost: HttpReply = { kind: 'network', code: 'ECONNRESET', message: 'socket hang up' };

/** Events that differ in `_id`. */
export function events(count: number): Array<Record<string, unknown>> {
	return Array.from({ length: count }, (_, index) => ({
		_id: `chatlio-${index}`,
		timestamp: '2026-01-31T12:00:00.000Z',
	}));
}

export function sourceOf(records: readonly unknown[]) {
	return { count: records.length, at: (index: number) => records[index] };
}
