import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
} from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import {
	ADOBE_CREDENTIAL,
	sendWithoutCredential,
	sendWithCredential,
} from '../../../lib/n8n/httpHelpers';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

/** Sends one request through n8n's real helpers and returns the reply. */
class Sender implements INodeType {
	description = {
		displayName: 'Sender',
		name: 'sender',
		group: ['output' as const],
		version: 1,
		description: '',
		defaults: { name: 'Sender' },
		usableAsTool: true as const,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: ADOBE_CREDENTIAL, required: true }],
		properties: [
			{ displayName: 'Call', name: 'call', type: 'json' as const, default: {} },
			{ displayName: 'Open', name: 'open', type: 'boolean' as const, default: false },
		],
	};

	async execute(this: IExecuteFunctions) {
		const send = this.getNodeParameter('open', 0) ? sendWithoutCredential : sendWithCredential;
		const call = this.getNodeParameter('call', 0) as never;
		const reply = await send(this, call);
		return [[{ json: reply as unknown as IDataObject, pairedItem: 0 }]];
	}
}

const registry = new Registry().add([new Sender()], [new AdobeExperiencePlatformApi()]);
export const servers: Array<Pick<StubServer, 'close'>> = [];
let secrets = 0;

/** A token endpoint at /token, and everything else as the test says. */
export async function start(answer: (nth: number) => StubAnswer) {
	let tokens = 0;
	let others = 0;
	const server = await stubServer(({ url }) => {
		if (!url.startsWith('/token')) return answer((others += 1));
		return { body: { access_token: `token-${(tokens += 1)}`, expires_in: 86399 } };
	});
	servers.push(server);
	return server;
}

export interface Sending {
	open?: boolean;
	url?: string;
	credential?: IDataObject;
	timeoutMs?: number;
	/** Stops the execution when it resolves. */
	stopWhen?: Promise<unknown>;
	body?: string;
	noCredential?: boolean;
	maxResponseBytes?: number;
}

export async function send(server: Pick<StubServer, 'url' | 'host'>, sending: Sending = {}) {
	const row = {
		clientId: 'client',
		// Another secret for each test: tokens are remembered per process.
		clientSecret: `hidden-${(secrets += 1)}`,
		organizationId: 'ACME@AdobeOrg',
		tokenUrl: `${server.url}/token`,
		platformUrl: server.url,
		allowedHosts: server.url,
		...sending.credential,
	};
	const call = {
		method: 'POST',
		url: sending.url ?? `${server.url}/collection/a1`,
		headers: { 'Content-Type': 'application/json' },
		body: sending.body ?? '{"a":1}',
		timeoutMs: sending.timeoutMs ?? 300_000,
		maxResponseBytes: sending.maxResponseBytes ?? 1_000_000,
	};
	const { output, error } = await runNode({
		registry,
		type: 'sender',
		parameters: { call, open: sending.open ?? false },
		credentials: sending.noCredential ? {} : { [ADOBE_CREDENTIAL]: row },
		input: [{ json: {} }],
		started: (stop) => {
			void sending.stopWhen?.then(stop);
		},
	});
	if (error && !sending.stopWhen) throw error;
	return { row, reply: output()[0]?.json as Record<string, unknown> };
}

export const collections = (server: StubServer) =>
	server.requests.filter(({ url }) => url.startsWith('/collection'));
