import type { INodeTypeDescription } from 'n8n-workflow';
import { adobeRow } from '../../harness/adobe';
import { signedIn } from '../../harness/running.mts';
import { tcpServer, type Listening } from '../../harness/sockets.mts';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { manualRun, type PlainNode } from './manualRun.mts';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const TOKEN_PATH = '/ims/token/v3';
const TYPES = ['adobeExperiencePlatformApi', 'chatlioApi'] as const;

/** Values that a closed credential may have: none at all if it was saved before the setting existed. */
const CLOSED = [undefined, 'none', 'package'];

/** The nodes of n8n that send requests with a credential that a person chooses. */
const NODES: Record<string, (url: string) => PlainNode> = {
	'HTTP Request 2': (url) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 2,
		parameters: { url, options: {} },
	}),
	'HTTP Request 3': (url) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 3,
		parameters: { url, options: {} },
	}),
	'HTTP Request 4.2': (url) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url, options: {} },
	}),
	'the URL of an expression': (url) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: `={{ ${JSON.stringify(url)} }}`, options: {} },
	}),
	GraphQL: (url) => ({
		type: 'n8n-nodes-base.graphql',
		typeVersion: 1.1,
		parameters: { endpoint: url, query: '{ a }' },
	}),
};

const cases = TYPES.flatMap((type) =>
	CLOSED.flatMap((closed) => Object.keys(NODES).map((node) => ({ type, closed, node }))),
);

/** Host that the credentials name. */
let home: StubServer;
/** Another host: it counts connections, before anything is sent on them. */
let stranger: Listening;
let connections = 0;

beforeAll(async () => {
	home = await stubServer(({ url }) =>
		url === TOKEN_PATH ? { body: { access_token: 'issued', expires_in: 86_399 } } : {},
	);
	stranger = await tcpServer((socket) => {
		connections += 1;
		socket.destroy();
	});
});
afterAll(async () => {
	await home?.close();
	await stranger?.close();
});

test('the stranger would notice a connection', async () => {
	const node = NODES['HTTP Request 4.2'](`http://127.0.0.1:${stranger.port}/data/x`);
	expect(await manualRun(signedIn(), 'Without a credential', node)).toBeDefined();
	expect(connections).toBeGreaterThan(0);
	connections = 0;
});

/** Returns true if this n8n lets a person choose one of our credentials in the node: GraphQL before 2.40 does not. */
async function takesCredential({ type, typeVersion }: PlainNode): Promise<boolean> {
	const nodeInfos = [{ name: type, version: typeVersion }];
	const found = await signedIn().post<INodeTypeDescription[]>('/node-types', { nodeInfos });
	return found[0].properties.some(({ name }) => name === 'nodeCredentialType');
}

test('n8n lets a person choose one of our credentials in its nodes', async () => {
	const answers = await Promise.all(
		Object.values(NODES).map(async (nodeFor) => await takesCredential(nodeFor(''))),
	);
	expect(answers.filter(Boolean).length).toBeGreaterThanOrEqual(4);
});

test.each(cases)(
	'$node cannot use a closed $type with the value $closed, at home or elsewhere',
	async ({ type, closed, node }) => {
		if (!(await takesCredential(NODES[node]('')))) return;
		const n8n = signedIn();
		const row =
			type === 'chatlioApi' ? { apiKey: 'the-key', apiUrl: home.url } : adobeRow(home.url);
		const credentials = {
			[type]: await n8n.saveCredential(`${type}, closed by ${closed}`, type, {
				...row,
				...(closed && { allowedHttpRequestDomains: closed }),
			}),
		};
		for (const host of [home.url, `http://127.0.0.1:${stranger.port}`]) {
			const { parameters, ...rest } = NODES[node](`${host}/data/x`);
			const ended = await manualRun(n8n, `${node}, ${type}, ${closed}`, {
				...rest,
				parameters: {
					...parameters,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
				},
				credentials,
			});
			expect(ended).toMatch(/prevent use within an HTTP Request|for the nodes of this package/);
		}
		expect(connections).toBe(0);
		expect(home.requests.filter(({ url }) => url !== TOKEN_PATH)).toEqual([]);
	},
);
