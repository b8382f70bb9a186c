// Prints, as JSON, what the HTTP helpers of one n8n throw: node test/versions/throwErrors.mts FOLDER
// The folder has n8n-core in its node_modules. `recordErrors.mts` runs this once for each version.
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type * as core from 'n8n-core';
import type * as workflowModule from 'n8n-workflow';
import type * as tokenModule from '../../lib/platform/auth/authorizeRequest.js';
import type * as errorModule from '../../lib/problem/serviceError.js';
import { built } from '../../playground/built.mts';
import { CERTIFICATES, tlsServer } from '../harness/certificates.mts';
import '../harness/env.js';
import { stubServer } from '../harness/stubServer.mts';
import { recordError } from './recordError.mts';

const [, , folder] = process.argv;
const require = createRequire(resolve(folder, 'package.json'));
const { LoadOptionsContext } = require('n8n-core') as typeof core;
const { UserError, Workflow } = require('n8n-workflow') as typeof workflowModule;

const { serviceError } = built<typeof errorModule>('lib/problem/serviceError.js');
const { staleToken } = built<typeof tokenModule>('lib/platform/auth/authorizeRequest.js');

/** Credential of the requests, and what it does about one. */
const CREDENTIAL = 'test';

interface Credential {
	authenticate?: (request: object) => object;
	preAuthentication?: () => object;
	getDecrypted?: () => object;
}

/** Makes n8n's real helpers send a request, and returns what they throw; undefined if they throw nothing. */
async function thrownBy(url: string, credential: Credential = {}, options: object = {}) {
	const {
		authenticate = (request) => request,
		preAuthentication,
		getDecrypted = () => ({ key: 'k' }),
	} = credential;
	const type = {
		description: { name: 'sender', properties: [], credentials: [{ name: CREDENTIAL }] },
	};
	const node = {
		id: '1',
		name: 'Sender',
		type: 'test.sender',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
		credentials: { [CREDENTIAL]: { id: '1', name: 'Test' } },
	};
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: '1',
		active: false,
		nodes: [node],
		connections: {},
		nodeTypes: nodeTypes as never,
	});
	const credentialsHelper = {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getDecrypted: async () => getDecrypted(),
		authenticate: async (_: object, __: string, request: object) => authenticate(request),
		preAuthentication: async () => preAuthentication?.(),
	};
	const data = { credentialsHelper, currentNodeParameters: {} };
	const context = new LoadOptionsContext(workflow, node, data as never, '');
	const request = {
		method: 'POST' as const,
		url,
		body: Buffer.from('{}'),
		timeout: 20_000,
		encoding: 'stream' as const,
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: { ignore: true as const, except: [401, 403] },
		...options,
	};
	const { httpRequestWithAuthentication } = context.helpers;
	try {
		await httpRequestWithAuthentication.call(context, CREDENTIAL, request);
		return undefined;
	} catch (error) {
		return error;
	}
}

const REJECTION = { title: 'Rejected', error_code: '403025' };

const service = await stubServer(({ url }) => {
	if (url === '/reset') return { drop: true };
	if (url === '/silent') return { delayMs: 600_000 };
	return { status: Number(url.slice(1)), headers: { 'x-request-id': 'r1' }, body: REJECTION };
});
const tls = await tlsServer(CERTIFICATES.good);
const noHandshake = createServer((socket) => socket.once('data', () => socket.destroy()));
await new Promise<void>((resolve) => noHandshake.listen(0, '127.0.0.1', resolve));
const closed = await stubServer(() => ({}));
await closed.close();

const fails = (error: () => Error) => () => {
	throw error();
};
const problem = () =>
	serviceError('credential.clientSecretRejected', {}, { status: 401, field: 'Client Secret' });
const blocked = () => new UserError('Credential with ID "1" does not exist for type "test".');
/** Error of n8n's own server, which has a status. */
const forbidden = () =>
	Object.assign(new UserError('The workflow has no access'), {
		httpStatusCode: 403,
		errorCode: 403,
	});

const thrown: Record<string, unknown> = {
	refused: await thrownBy(closed.url),
	reset: await thrownBy(`${service.url}/reset`),
	timeout: await thrownBy(`${service.url}/silent`, {}, { timeout: 50 }),
	resetInHandshake: await thrownBy(
		`https://127.0.0.1:${(noHandshake.address() as AddressInfo).port}/`,
	),
	untrusted: await thrownBy(tls.url),
	aborted: await thrownBy(`${service.url}/silent`, {
		authenticate: (request) => ({ ...request, abortSignal: AbortSignal.timeout(50) }),
	}),
	invalidUrl: await thrownBy('http://['),
	status401: await thrownBy(`${service.url}/401`),
	status403: await thrownBy(`${service.url}/403`),
	problemOfToken: await thrownBy(service.url, { preAuthentication: fails(problem) }),
	problemOfCredential: await thrownBy(service.url, { authenticate: fails(problem) }),
	staleToken: await thrownBy(service.url, { authenticate: fails(staleToken) }),
	blocked: await thrownBy(service.url, { getDecrypted: fails(blocked) }),
	forbidden: await thrownBy(service.url, { getDecrypted: fails(forbidden) }),
};
const errors: Record<string, unknown> = {};
for (const [name, error] of Object.entries(thrown))
	if (error !== undefined) errors[name] = await recordError(error);
const versionOf = (name: string) =>
	(require(`${name}/package.json`) as { version: string }).version;
process.stdout.write(
	JSON.stringify({
		'n8n-core': versionOf('n8n-core'),
		'n8n-workflow': versionOf('n8n-workflow'),
		errors,
	}),
	() => process.exit(0),
);
