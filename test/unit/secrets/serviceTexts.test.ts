import { chatlioProblem, noConversations } from '../../../lib/chatlioServer/chatlioProblem';
import { readErrorBody } from '../../../lib/http/errorBody';
import { adobeProblem } from '../../../lib/platform/problems/adobeProblem';
import { previewMapping, validateMappings } from '../../../lib/platform/services/dataPrep';
import { readFailedLine } from '../../../lib/platform/services/failedLine';
import { listFailedRecords } from '../../../lib/platform/services/failedRecords';
import { summarizeRun, type FlowRun } from '../../../lib/platform/services/flowRuns';
import { readViolations } from '../../../lib/problem/schemaViolations';
import { ServiceError } from '../../../lib/problem/serviceError';
import { LONGEST_SERVICE_TEXT, serviceText } from '../../../lib/problem/serviceText';
import { shorten } from '../../../lib/problem/shorten';
import { readAnswer, readMessage } from '../../../lib/streaming/readAnswer';
import { simpleBatch } from '../../../nodes/AdobeExperiencePlatform/resources/dataset/simplifyDataset';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl';
/** Every part of which would be a token in clear. */
const TOKENS = `${JWT} bearer opaque-token-123`;
const LONG = 'x'.repeat(2_000_000);

type Json = Record<string, unknown>;

/** Copies of the value, in each of which another one of its texts is replaced. */
function* withEachText(value: unknown, text: string): Generator<[path: string, copy: unknown]> {
	if (typeof value === 'string') return yield ['', text];
	if (typeof value !== 'object' || value === null) return;
	for (const key of Object.keys(value)) {
		for (const [path, inner] of withEachText((value as Json)[key], text)) {
			const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
			(copy as Json)[key] = inner;
			yield [`${key}.${path}`, copy];
		}
	}
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	const own = value instanceof Error ? [value.message] : [];
	return [...own, ...Object.values(value).flatMap(textsIn)];
}

/** The envelopes that Adobe, its token service and Chatlio document or send. */
const REJECTIONS = {
	gateway: { error_code: '403025', message: 'Profile is not valid' },
	platform: {
		type: 'https://ns.adobe.com/aep/errors/XDM-1006-400',
		title: 'Bad request',
		status: 400,
		detail: 'The field is none',
		report: {
			registryRequestId: 'r1',
			'request-id': 'r2',
			'detailed-message': 'It is none',
			message: 'None',
			version: '1.0',
		},
	},
	catalog: { type: 'x/CODE-1-400', errorMessage: 'No such dataset' },
	tokens: { error: 'invalid_client', error_description: 'invalid client_secret parameter' },
	page: '<html><h1>Bad gateway</h1></html>',
};

const VIOLATION = {
	message: 'required key [name] not found',
	keyword: 'required',
	pointerToViolation: '#/person',
	causingExceptions: [] as unknown[],
};

const INLET_ANSWERS = {
	single: { inletId: 'i', xactionId: 'x1', receivedTimeMs: 1, batchId: 'b1' },
	batch: {
		inletId: 'i',
		batchId: 'b1',
		responses: [
			{ xactionId: 'x:1:0' },
			{ xactionId: 'x:1:1', statusCode: 400, message: 'Not valid' },
			{ statusCode: 400, report: { message: 'Not valid' } },
			{ status: 500, title: 'No', detail: 'No' },
		],
	},
	validation: {
		type: 'http://ns.adobe.com/adobecloud/problem/data-collection-service-inlet',
		status: 400,
		title: 'Invalid XDM Message Format',
		report: {
			message: 'inletId: [i] imsOrgId: [o] Message is not valid',
			cause: {
				_streamingValidation: [
					{ ...VIOLATION, causingExceptions: [VIOLATION, { ...VIOLATION, message: 'wrong' }] },
				],
			},
		},
	},
	...REJECTIONS,
};

const headersOf = (value: unknown) => ({ 'x-request-id': value, 'retry-after': value });

const readRejection = (body: unknown) => [
	readErrorBody(body),
	adobeProblem('read it', 400, body),
	new ServiceError(adobeProblem('read it', 500, body)),
	chatlioProblem({ kind: 'reply', status: 400, headers: {}, body }, true),
	noConversations(200, body),
];

const readInletAnswer = (body: unknown) => [
	...[200, 207, 400, 403, 500].flatMap((status) =>
		[false, true].map((batched) =>
			readAnswer(
				{ kind: 'reply', status, headers: {}, body },
				{
					count: batched ? 4 : 1,
					batched,
					authenticated: true,
					sync: false,
					host: 'dcs.adobedc.net',
					now: 0,
				},
			),
		),
	),
	readMessage(body),
	readViolations(body).list,
];

/** What a proxy or a hostile server makes of the errors of a connection. */
const NETWORK = { code: 'ECONNRESET', message: 'socket hang up' };

const readNetworkError = (error: unknown) =>
	readAnswer(
		{ kind: 'network', ...(error as typeof NETWORK) },
		{ count: 1, batched: false, authenticated: true, sync: false, host: 'dcs.adobedc.net', now: 0 },
	);

const readLine = (line: unknown) => {
	const { violations, codes } = readFailedLine(line);
	return { violations, codes: codes.map((code) => serviceText(code)) };
};

const RUN = {
	id: 'r1',
	metrics: {
		statusSummary: {
			status: 'odd',
			errors: [{ code: 'INGEST-1212-400', message: 'Some were rejected', recordCount: 2 }],
			extensions: { errors: [{ code: 'NEW-1', message: 'Rejected' }] },
		},
	},
};

const BATCH = {
	status: 'failed',
	errors: [{ code: 'INGEST-1212-400', description: 'Some were rejected' }],
};

const LINE = {
	_errors: [
		{ code: 'DCVS-1104-400', message: 'It is wrong [#/person: required key [name] not found]' },
		{ code: 'DCVS-1105-400', message: 'It is wrong' },
	],
};

const VERDICTS = {
	validationResponse: [
		{ status: 'ERROR', errors: ['no such field'] },
		{ status: 'ERROR', errors: [{ source: 'a', destination: 'b', exception: 'no' }] },
		{ status: 'ERROR', errors: [{ message: 'no' }, { other: 'no' }] },
	],
};

const draft = { mappings: [{}, {}, {}] } as never;

const READERS: Array<[string, unknown, (answer: unknown) => unknown]> = [
	...Object.entries(REJECTIONS).map(([name, body]): (typeof READERS)[number] => [
		`${name} error response`,
		body,
		readRejection,
	]),
	...Object.entries(INLET_ANSWERS).map(([name, body]): (typeof READERS)[number] => [
		`${name} answer of an inlet`,
		body,
		readInletAnswer,
	]),
	['error of the network', NETWORK, readNetworkError],
	[
		'header of an error response',
		headersOf('r1'),
		(headers) => [
			adobeProblem('read it', 400, {}, { requestId: (headers as Json)['x-request-id'] as string }),
			chatlioProblem({ kind: 'reply', status: 429, headers: headers as Json, body: {} }, true),
		],
	],
	[
		'dataflow run',
		RUN,
		(run) => {
			const { status, errors } = summarizeRun(run as FlowRun);
			return { status, errors };
		},
	],
	['batch', BATCH, (batch) => simpleBatch(batch as never).reasons],
	['remarks on a record', LINE, readLine],
	[
		'records that were not stored',
		{ batches: { b1: BATCH }, line: LINE },
		async (answers) => {
			const { batches, line } = answers as { batches: unknown; line: unknown };
			const found = await listFailedRecords(
				async ({ path, query }) => {
					if (path.endsWith('/batches')) return await Promise.resolve(batches);
					if (query?.path) return line;
					return { data: [{ name: 'part-1' }] };
				},
				{ datasetId: 'd', limit: 10 },
			);
			return found.records.map(({ problem, delivery }) => [problem, delivery]);
		},
	],
	[
		'batch of which nothing is kept',
		{ b1: BATCH },
		async (batches) => {
			const { notices } = await listFailedRecords(
				async ({ path }) =>
					await Promise.resolve(path.endsWith('/batches') ? batches : { data: [] }),
				{ datasetId: 'd', limit: 10 },
			);
			return notices;
		},
	],
	[
		'verdict on a mapping',
		VERDICTS,
		async (answer) => await validateMappings(async () => await Promise.resolve(answer), draft),
	],
	[
		'preview of a mapping',
		{ data: {}, errors: [{ message: 'no' }, 'no'] },
		async (answer) => {
			const call = async () => await Promise.resolve(answer);
			return (await previewMapping(call, draft, {})).warnings;
		},
	],
];

describe.each(READERS)('any text of a %s', (_, example, read) => {
	it('is shown without tokens', async () => {
		const before = 'y'.repeat(LONGEST_SERVICE_TEXT - 40);
		for (const text of [TOKENS, `${before} ${TOKENS}`]) {
			for (const [path, answer] of withEachText(example, text)) {
				const shown = textsIn(await read(answer)).join('\n');
				expect(`${path} ${shown}`).not.toMatch(/eyJ|opaque-token/);
			}
		}
	});

	it('is visibly shortened', async () => {
		for (const [path, answer] of withEachText(example, LONG)) {
			for (const shown of textsIn(await read(answer))) {
				expect(`${path} ${shown}`.length).toBeLessThan(6 * LONGEST_SERVICE_TEXT);
				if (shown.includes('x'.repeat(100))) expect(shown).toContain('…');
			}
		}
	});
});

it.each<[string, number, string]>([
	['short', 10, 'short'],
	['ab😀cd', 3, 'ab…'],
	['ab😀cd', 4, 'ab😀…'],
	['ab😀', 4, 'ab😀'],
	['abcdef', 3, 'abc…'],
])('%s is shortened at %d without splitting a character', (text, max, shown) => {
	expect(shorten(text, max)).toBe(shown);
	expect(serviceText(text, max)).toBe(shown);
});
