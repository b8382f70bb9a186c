import type { NodeApiError, OnError } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import { ChatlioRecordIdKeyApi } from '../../../credentials/ChatlioRecordIdKeyApi.credentials';
import { CLIENT_SECRET } from '../../../emulator/account.mts';
import type { Problem } from '../../../lib/problem/problem';
import { PROBLEM_CODES } from '../../../lib/problem/problemCodes';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import manifest from '../../../package.json';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { Registry, runNode, type RunNodeResult } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { operationCases } from '../../integration/operationCases';
import {
	chatlioCases,
	mapperCases,
	offeredChoices,
	platformCases,
	streamingCases,
	type FailureCase,
} from './failureCases';
import { DETAIL, PROBLEM_BY_STATUS } from './refusalCases';
import { skipWaits } from '../../harness/skippedWaits';

// Operations of the platform wait out what these tests answer.
skipWaits();

const TOKEN = 'eyJ-of-the-refusal-tests';

const platformNode = new AdobeExperiencePlatform();
const streamingNode = new AdobePlatformStreaming();
const nodes = [platformNode, streamingNode, new Chatlio(), new ChatlioToXdm()];
const registry = new Registry().add(nodes, [
	new AdobeExperiencePlatformApi(),
	new ChatlioApi(),
	new ChatlioRecordIdKeyApi(),
]);

/** Every resource and operation that the panel of Adobe Experience Platform offers. */
const offered = offeredChoices(platformNode.description, 'operation', 'resource');

/** Every destination and record format that the panel of Adobe Platform Streaming offers. */
const streamingChoices = offeredChoices(streamingNode.description, 'recordFormat', 'sendTo');

let current: Pick<FailureCase, 'answer' | 'token'>;
let stub: StubServer;

const TOKEN_ANSWER = {
	body: { access_token: TOKEN, token_type: 'bearer', expires_in: 86_399 },
};

beforeAll(async () => {
	stub = await stubServer((request) =>
		request.url === '/ims/token/v3' ? (current.token ?? TOKEN_ANSWER) : current.answer(request),
	);
});
afterAll(async () => await stub.close());

let runs = 0;

async function run(failureCase: FailureCase, onError?: OnError): Promise<RunNodeResult> {
	const { node, parameters, json, credentials = {} } = failureCase;
	current = failureCase;
	return await runNode({
		registry,
		type: node,
		parameters,
		credentials: {
			...credentials,
			// Another account for each run, because tokens are remembered per process.
			[ADOBE]: adobeRow(stub.url, { clientId: `client-${(runs += 1)}`, ...credentials[ADOBE] }),
			chatlioApi: { apiKey: 'key', apiUrl: stub.url, ...credentials.chatlioApi },
		},
		input: [{ json }, { json }],
		node: { onError },
	});
}

const hasCase = ([resource, operation]: [string, string]) =>
	operationCases[resource]?.[operation] !== undefined;

it('has a case for every operation that the panel offers', () => {
	expect(offered.filter((choice) => !hasCase(choice))).toEqual([]);
});

it('has no case for an operation that is not offered', () => {
	const cases = Object.entries(operationCases).flatMap(([resource, ofResource]) =>
		Object.keys(ofResource).map((operation) => [resource, operation]),
	);
	expect(offered).toEqual(expect.arrayContaining(cases));
});

describe.each(offered.filter(hasCase))('%s: %s', (resource, operation) => {
	const cases = platformCases.filter((each) => each.operation === `${resource}.${operation}`);
	const caseOf = (status: string) =>
		cases.find(({ failure }) => failure === `status ${status}`) as FailureCase;
	const statuses = Object.keys(PROBLEM_BY_STATUS).filter((status) => caseOf(status));

	it.each(statuses)('says what Adobe answered with status %s and what to do', async (status) => {
		const { error } = await run(caseOf(status));
		expect(error?.name).toBe('NodeApiError');
		const { message, description, httpCode, context } = error as NodeApiError;
		expect(message).toMatch(
			new RegExp(`^Could not [a-z].+: Adobe answered with status ${status}$`),
		);
		const { advice } = PROBLEM_CODES[caseOf(status).code!];
		expect(description!.startsWith(`${advice} Adobe says: `)).toBe(true);
		expect(description).toContain(DETAIL);
		expect(httpCode).toBe(status);
		expect(context.itemIndex).toBe(0);
		const shown = JSON.stringify(error);
		expect(shown).not.toContain(CLIENT_SECRET);
		expect(shown).not.toContain(TOKEN);
	});

	it('sends every rejected item to the error output, unchanged and linked to its input', async () => {
		const failureCase = caseOf('403');
		const { error, output } = await run(failureCase, 'continueErrorOutput');
		expect(error).toBeUndefined();
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const { json } of output(1)) {
			expect(json).toEqual({
				...failureCase.json,
				problem: expect.objectContaining({
					code: failureCase.code,
					message: expect.stringContaining('status 403'),
					advice: expect.stringContaining(DETAIL),
					retry: 'afterChange',
					service: 'adobe',
					status: 403,
				}),
			});
		}
	});
});

/** Returns what is wrong with a problem on an error output. */
function faultIn(problem: Partial<Problem> | undefined, expected?: string): string | undefined {
	if (!problem) return 'no problem';
	const { code, message, advice, retry } = problem;
	if (!code || !Object.hasOwn(PROBLEM_CODES, code)) return `the code ${code}`;
	if (expected && code !== expected) return `the code ${code} instead of ${expected}`;
	if (retry !== PROBLEM_CODES[code].retry) return `the retry ${retry}`;
	const texts = [message, advice].map(String);
	const noText = texts.find((text) => text.length < 10 || /undefined|\[object|\{\w+\}/.test(text));
	return noText === undefined ? undefined : `the text ${noText}`;
}

const NOT_ACCEPTED = ['rejected', 'unknown', 'notSent'];

/** Runs a case with the error output on, and returns what is wrong with its output. */
async function faultsOf(failureCase: FailureCase): Promise<string[]> {
	const { json: own, code, node, operation, failure } = failureCase;
	const { error, output } = await run(failureCase, 'continueErrorOutput');
	const items = output(1);
	const faults = items.map(({ json }) => faultIn(json.problem as Partial<Problem>, code));
	if (error) faults.push(`the error ${error.message}`);
	if (output(0).length > 0) faults.push('items on the other output');
	if (items.length !== 2) faults.push(`${items.length} items on the error output`);
	for (const { json, pairedItem } of items) {
		if (JSON.stringify({ ...json, ...own }) !== JSON.stringify(json)) faults.push('a changed item');
		if (typeof pairedItem !== 'object') faults.push('an item without its input item');
		const delivery = json.delivery as { status?: string } | undefined;
		if (node === 'adobePlatformStreaming' && !NOT_ACCEPTED.includes(String(delivery?.status)))
			faults.push(`the delivery ${JSON.stringify(delivery)}`);
	}
	return faults.filter(Boolean).map((fault) => `${node} ${operation}, ${failure}: ${fault}`);
}

describe('every node with an error output', () => {
	const casesOf = () => [
		...platformCases,
		...chatlioCases,
		...mapperCases,
		...streamingChoices.flatMap(([sendTo, format]) => streamingCases(stub.url, sendTo, format)),
	];

	it('has cases for each of its operations', () => {
		const withErrorOutput = manifest.n8n.nodes
			.map((path) => path.split('/').at(-1)!.split('.')[0])
			.filter((name) => !name.endsWith('Trigger'));
		expect(nodes.map(({ constructor }) => constructor.name).sort()).toEqual(withErrorOutput.sort());
		const walked = new Set(casesOf().map(({ node, operation }) => `${node} ${operation}`));
		expect([...walked].sort()).toEqual(
			[
				...offered.map((choice) => `adobeExperiencePlatform ${choice.join('.')}`),
				...streamingChoices.map((choice) => `adobePlatformStreaming ${choice.join('.')}`),
				'chatlio conversation.getMany',
				'chatlioToXdm map',
			].sort(),
		);
	});

	test('problem.code is on every error-output item', async () => {
		const faults: string[] = [];
		for (const failureCase of casesOf()) faults.push(...(await faultsOf(failureCase)));
		expect(faults).toEqual([]);
	}, 600_000);
});
