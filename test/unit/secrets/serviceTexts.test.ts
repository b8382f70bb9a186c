import { notGranted, refusalOf } from '../../../lib/chatlioServer/refusal';
import { previewMapping, validateMappings } from '../../../lib/platform/dataPrep';
import { readAnswer } from '../../../lib/platform/envelope';
import { readFailedLine } from '../../../lib/platform/failedLine';
import { listFailedRecords } from '../../../lib/platform/failedRecords';
import { summarizeRun, type FlowRun } from '../../../lib/platform/flowRuns';
import { describeRefusal, PlatformRefusal } from '../../../lib/platform/refusal';
import { LONGEST_SERVICE_TEXT, serviceText } from '../../../lib/serviceText';
import { shortened } from '../../../lib/shortened';
import {
	readBatchReply,
	readMessage,
	readSingleReply,
	readTransactionIds,
} from '../../../lib/streaming/reply';
import { readViolations } from '../../../lib/streaming/violations';
import { simpleBatch } from '../../../nodes/AdobeExperiencePlatform/resources/dataset/simple';

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
const REFUSALS = {
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

const REPLIES = {
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
	...REFUSALS,
};

const headersOf = (value: unknown) => ({ 'x-request-id': value, 'retry-after': value });

const readRefusal = (body: unknown) => [
	readAnswer(body),
	describeRefusal('read it', 400, body),
	new PlatformRefusal(describeRefusal('read it', 500, body)).refusal,
	refusalOf({ kind: 'reply', status: 400, headers: {}, body }, true),
	notGranted(200, body),
];

const readReply = (body: unknown) => [
	...[200, 207, 400].map((status) => readSingleReply(status, body)),
	...[200, 207, 400].map((status) => readBatchReply(status, body, 4)),
	readTransactionIds(body),
	readMessage(body),
	readViolations(body).list,
];

const readLine = (line: unknown) => {
	const { violations, codes } = readFailedLine(line);
	return { violations, codes: codes.map((code) => serviceText(code)) };
};

const RUN = {
	id: 'r1',
	metrics: {
		statusSummary: {
			status: 'odd',
			errors: [{ code: 'INGEST-1212-400', message: 'Some were refused', recordCount: 2 }],
			extensions: { errors: [{ code: 'NEW-1', message: 'Refused' }] },
		},
	},
};

const BATCH = {
	status: 'failed',
	errors: [{ code: 'INGEST-1212-400', description: 'Some were refused' }],
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
	...Object.entries(REFUSALS).map(([name, body]): (typeof READERS)[number] => [
		`${name} refusal`,
		body,
		readRefusal,
	]),
	...Object.entries(REPLIES).map(([name, body]): (typeof READERS)[number] => [
		`${name} reply of an inlet`,
		body,
		readReply,
	]),
	[
		'headers of a refusal',
		headersOf('r1'),
		(headers) => [
			describeRefusal(
				'read it',
				400,
				{},
				{ requestId: (headers as Json)['x-request-id'] as string },
			),
			refusalOf({ kind: 'reply', status: 429, headers: headers as Json, body: {} }, true),
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
			return found.records.map(({ account }) => account);
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

describe.each(READERS)('whatever is in any text of a %s', (_, example, read) => {
	it('is shown without tokens', async () => {
		const before = 'y'.repeat(LONGEST_SERVICE_TEXT - 40);
		for (const text of [TOKENS, `${before} ${TOKENS}`]) {
			for (const [path, answer] of withEachText(example, text)) {
				const shown = textsIn(await read(answer)).join('\n');
				expect(`${path} ${shown}`).not.toMatch(/eyJ|opaque-token/);
			}
		}
	});

	it('is shown cut, visibly', async () => {
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
])('%s is cut at %d without halving a character', (text, max, shown) => {
	expect(shortened(text, max)).toBe(shown);
	expect(serviceText(text, max)).toBe(shown);
});
