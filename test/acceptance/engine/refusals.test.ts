import { type NodeApiError, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { CLIENT_SECRET } from '../../../emulator/account.mts';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { Registry, runNode } from '../../harness/n8n';
import { DETAIL, refusalBody } from './refusalCases';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { operationCases } from '../../integration/operationCases';
import type { OperationCase } from '../../integration/operationCases/types';

const STATUSES = [401, 403, 404, 409, 412, 429, 503];
const TOKEN = 'eyJ-of-the-refusal-tests';

const node = new AdobeExperiencePlatform();
const registry = new Registry().add([node], [new AdobeExperiencePlatformApi()]);

const valuesOf = ({ options = [] }: INodeProperties) =>
	options.map((option) => String('value' in option ? option.value : option.name));

const { properties } = node.description;

/** Every resource and operation the panel offers. */
const offered = valuesOf(properties.find(({ name }) => name === 'resource')!).flatMap((resource) =>
	properties
		.filter(({ name, displayOptions }) => {
			return name === 'operation' && displayOptions?.show?.resource?.[0] === resource;
		})
		.flatMap(valuesOf)
		.map((operation): [string, string] => [resource, operation]),
);

let current: { status: number; grant?: OperationCase['grant'] };
let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer((request) => {
		if (request.url === '/ims/token/v3') {
			return { body: { access_token: TOKEN, token_type: 'bearer', expires_in: 86_399 } };
		}
		const granted = current.grant?.(request);
		if (granted) return { body: granted };
		return { status: current.status, body: refusalBody(request, current.status) };
	});
});
afterAll(async () => await stub.close());

async function run(
	[resource, operation]: [string, string],
	status: number,
	onError?: 'continueErrorOutput',
) {
	const { parameters, json = {}, grant } = operationCases[resource][operation];
	current = { status, grant };
	return await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters } as INodeParameters,
		credentials: { [ADOBE]: adobeRow(stub.url) },
		input: [{ json }, { json }],
		node: { onError },
	});
}

test('This table fails if an operation in the node’s description lacks a case for 401, 403, 404, 409/412, 429, 5xx', () => {
	const missing = offered.filter(([resource, operation]) => {
		return operationCases[resource]?.[operation] === undefined;
	});
	expect(missing).toEqual([]);
});

it('has no case for an operation that is not offered', () => {
	const cased = Object.entries(operationCases).flatMap(([resource, cases]) =>
		Object.keys(cases).map((operation) => [resource, operation]),
	);
	expect(offered).toEqual(expect.arrayContaining(cased));
});

describe.each(offered.filter(([resource, operation]) => operationCases[resource]?.[operation]))(
	'%s: %s',
	(resource, operation) => {
		const settled = operationCases[resource][operation].settled ?? [];
		const statuses = STATUSES.filter((status) => !settled.includes(status));

		it.each(statuses)('says what Adobe answered with status %i and what to do', async (status) => {
			const { error } = await run([resource, operation], status);
			expect(error?.name).toBe('NodeApiError');
			const { message, description, httpCode, context } = error as NodeApiError;
			expect(message).toMatch(
				new RegExp(`^Could not [a-z].+: Adobe answered with status ${status}$`),
			);
			expect(description).toContain(DETAIL);
			expect(description!.indexOf('Adobe says: ')).toBeGreaterThan(20);
			expect(httpCode).toBe(String(status));
			expect(context.itemIndex).toBe(0);
			const shown = JSON.stringify(error);
			expect(shown).not.toContain(CLIENT_SECRET);
			expect(shown).not.toContain(TOKEN);
		});

		it('hands every refused item to the error output, linked to its input', async () => {
			const { error, output } = await run([resource, operation], 403, 'continueErrorOutput');
			expect(error).toBeUndefined();
			expect(output(0)).toEqual([]);
			expect(output(1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			for (const { json } of output(1)) {
				expect(json.refusal).toMatchObject({
					reason: expect.stringContaining('status 403'),
					advice: expect.stringContaining(DETAIL),
					status: 403,
				});
			}
		});
	},
);
