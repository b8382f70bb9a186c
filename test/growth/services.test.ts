import { toItems } from '../../lib/chatlioServer/conversations';
import { chatlioProblem } from '../../lib/chatlioServer/chatlioProblem';
import { readErrorBody } from '../../lib/http/errorBody';
import { readRetryAfter } from '../../lib/http/retryAfter';
import { trimTrailingSlashes } from '../../lib/http/trimTrailingSlashes';
import { panelText } from '../../lib/n8n/panelText';
import { isAllowedHost, parseHostList } from '../../lib/platform/auth/allowedHosts';
import { adobeProblem } from '../../lib/platform/problems/adobeProblem';
import { readFailedLine } from '../../lib/platform/services/failedLine';
import { summarizeRun, type FlowRun } from '../../lib/platform/services/flowRuns';
import { metricRows } from '../../lib/platform/services/observability';
import { redactTokens } from '../../lib/problem/redactTokens';
import { readViolations } from '../../lib/problem/schemaViolations';
import { inletProblem } from '../../lib/streaming/inletProblem';
import { batchUrl, parseInletUrl } from '../../lib/streaming/inletUrl';
import { readAnswer, readMessage } from '../../lib/streaming/readAnswer';
import { expectLinear, isLinear } from '../harness/growth.mts';

/** Parts that a text may consist of: each special character, and beginnings of everything that readers look for. */
const UNITS = [
	...`[]{}<>"'\\%&!()*.:|@/#,=-_~`,
	' ',
	'\n',
	'0',
	'a',
	'[#',
	'[#/a: ',
	'#/',
	'~1',
	'extraneous key [',
	'required key [a ',
	'expected type:',
	'eyJ',
	'eyJ.eyJ',
	'bearer ',
	'bearer: :',
	'Basic a',
	'<a',
	'</',
	'A-',
	'FLOW-1',
	'https://',
	'/collection/',
	'/collection/batch/',
	'*.a',
	'%2e',
	'00000000-0000-0000-0000-000000000000',
	'Mon, 01 ',
];

/** The end may complete what a text began, or not. */
const ENDS = ['', ']'];

const list =
	<Entry>(entry: Entry) =>
	(size: number) =>
		new Array<Entry>(size).fill(entry);

const nested = (inside: unknown, wrap: (inner: unknown) => unknown) => (size: number) => {
	let value = inside;
	for (let depth = 0; depth < size; depth += 1) value = wrap(value);
	return value;
};

const rejectionWith = (list: unknown) => ({ report: { cause: { _streamingValidation: list } } });

const violationWith = (text: string) => ({
	message: text,
	pointerToViolation: text,
	keyword: text,
});

const readSingle = (status: number, body: unknown) =>
	readAnswer(
		{ kind: 'reply', status, headers: {}, body },
		{ count: 1, batched: false, authenticated: true, sync: false, host: 'dcs.adobedc.net', now: 0 },
	);

const readBatch = (responses: unknown[]) =>
	readAnswer(
		{ kind: 'reply', status: 207, headers: {}, body: { responses } },
		{
			count: responses.length,
			batched: true,
			authenticated: true,
			sync: false,
			host: 'dcs.adobedc.net',
			now: 0,
		},
	);

type Reader = [name: string, read: (text: string) => unknown];

describe('time in proportion to a text that a service wrote', () => {
	const readers: Reader[] = [
		['readViolations', (text) => readViolations(rejectionWith([violationWith(text)]))],
		['readFailedLine', (text) => readFailedLine({ _errors: [{ code: text, message: text }] })],
		['readFailedLine of no JSON', (text) => readFailedLine({ _corrupt_record: text })],
		['readErrorBody of a page', readErrorBody],
		[
			'readErrorBody',
			(text) => readErrorBody({ type: text, title: text, detail: text, error: text }),
		],
		['adobeProblem', (text) => adobeProblem('x', 400, { error_code: text, message: text })],
		['readAnswer of a rejection', (text) => readSingle(400, text)],
		['readAnswer of a result', (text) => readSingle(200, { status: text, message: text })],
		['readAnswer of a batch', (text) => readBatch([{ xactionId: text }])],
		['readAnswer of IDs', (text) => readSingle(200, { batchId: text, xactionId: text })],
		['readMessage', (text) => readMessage({ report: { message: text } })],
		['readRetryAfter', (text) => readRetryAfter({ 'Retry-After': text }, 0)],
		['redactTokens', redactTokens],
		['panelText', panelText],
		['parseInletUrl', parseInletUrl],
		['parseInletUrl of a path', (text) => parseInletUrl(`https://a.b/${text}`)],
		['batchUrl', batchUrl],
		['isAllowedHost', (text) => isAllowedHost(`https://${text}`, ['*.a.b', text])],
		['parseHostList', parseHostList],
		['trimTrailingSlashes', trimTrailingSlashes],
		[
			'inletProblem',
			(message) =>
				inletProblem({
					status: 400,
					message,
					emptyBody: false,
					authenticated: true,
					sync: false,
				}),
		],
		[
			'chatlioProblem',
			(text) =>
				chatlioProblem(
					{ kind: 'reply', status: 429, body: text, headers: { 'retry-after': text } },
					true,
				),
		],
		[
			'summarizeRun',
			(text) =>
				summarizeRun({
					id: 'x',
					metrics: { statusSummary: { status: text, errors: [{ code: text, message: text }] } },
				}),
		],
	];

	const makeTexts = (unit: string) => (size: number) =>
		ENDS.map((end) => `x${unit.repeat(size)}${end}`);

	const readEach = (read: (text: string) => unknown) => (texts: string[]) => texts.forEach(read);

	const readAll = readEach((text) => readers.forEach(([, read]) => read(text)));

	test.each(UNITS)('full of %j, whatever its end', (unit) => {
		if (isLinear(makeTexts(unit), readAll)) return;
		for (const [name, read] of readers) expectLinear(name, makeTexts(unit), readEach(read));
		// What is too short to see in each of them alone.
		expectLinear('All together', makeTexts(unit), readAll);
	});
});

describe('time in proportion to a structure that a service returned', () => {
	const leaf = { message: 'x', pointerToViolation: '#/a', causingExceptions: [] };
	const five = (inner: unknown) => [{}, {}, {}, {}, inner];
	const cause = (inner: unknown) => ({ causingExceptions: [{}, {}, {}, {}, inner] });
	const uuid = (index: number) => `00000000-0000-0000-0000-000000000000-${index}`;

	test.each<[name: string, makeBody: (size: number) => unknown, read: (body: never) => unknown]>([
		[
			'readViolations of lists in lists',
			nested([], five),
			(body) => readViolations(rejectionWith(body)),
		],
		[
			'readViolations of causes of causes',
			nested(leaf, cause),
			(body) => readViolations(rejectionWith([body])),
		],
		['readViolations of many', list(leaf), (body) => readViolations(rejectionWith(body))],
		['readFailedLine of lists in lists', nested([], five), (body) => readFailedLine(body)],
		[
			'readFailedLine of deep remarks',
			nested(leaf, cause),
			(body) => readFailedLine({ _errors: { _streamingValidation: [body] } }),
		],
		[
			'readFailedLine of many',
			list({ code: 'a', message: '[#/a: x]' }),
			(body) => readFailedLine({ _errors: body }),
		],
		[
			'readAnswer of many results',
			(size) =>
				Array.from({ length: size }, (_, index) => ({
					xactionId: uuid(index % 900_000),
					status: 200,
				})),
			(body: unknown[]) => readBatch(body),
		],
		[
			'readAnswer of many rejections',
			(size) =>
				Array.from({ length: size }, (_, index) => ({
					xactionId: uuid(index % 900_000),
					status: 400,
					message: 'no',
				})),
			(body: unknown[]) => readBatch(body),
		],
		['readAnswer of the same', list({ xactionId: uuid(1) }), (body: unknown[]) => readBatch(body)],
		[
			'readAnswer of more results than records',
			(size) => Array.from({ length: size }, (_, index) => ({ xactionId: uuid(index) })),
			(body) => readSingle(207, { responses: body }),
		],
		['toItems of many', list({ a: 1 }), (body) => toItems(body)],
		[
			'toItems of many fields',
			(size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, 1])),
			(body) => toItems(body),
		],
		[
			'metricRows of many',
			(size) => ({
				metricResponses: [
					{
						metric: 'm',
						datapoints: [
							{ dps: Object.fromEntries(Array.from({ length: size }, (_, at) => [`t${at}`, 1])) },
						],
					},
				],
			}),
			(body) =>
				metricRows(body, [{ key: 'm', title: 'm', name: 'm', of: 'inlet' }], {
					id: 'x',
					granularity: 'hour',
				}),
		],
		[
			'summarizeRun of many activities',
			list({
				statusSummary: { errors: [{ code: 'a' }] },
				targetInfo: [{ reference: { type: 'Batch', ids: ['a'] } }],
			}),
			(body: FlowRun['activities']) => summarizeRun({ id: 'x', activities: body }),
		],
		[
			'summarizeRun of many errors',
			(size) => Array.from({ length: size }, (_, index) => ({ message: `m${index}` })),
			(body: never) => summarizeRun({ id: 'x', metrics: { statusSummary: { errors: body } } }),
		],
		[
			'readRetryAfter of many headers',
			(size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, '1'])),
			(body) => readRetryAfter(body, 0),
		],
	])('%s', (name, makeBody, read) => {
		expectLinear(name, makeBody, read as (body: unknown) => unknown);
	});
});
