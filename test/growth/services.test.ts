import { summarizeRun, type FlowRun } from '../../lib/platform/flowRuns';
import { toItems } from '../../lib/chatlioServer/conversations';
import { refusalOf } from '../../lib/chatlioServer/refusal';
import { readAnswer } from '../../lib/platform/envelope';
import { readFailedLine } from '../../lib/platform/failedLine';
import { metricRows } from '../../lib/platform/observability';
import { describeRefusal } from '../../lib/platform/refusal';
import { panelText } from '../../lib/panelText';
import { explainRefusal } from '../../lib/streaming/advice';
import { isAllowedHost, parseHostList } from '../../lib/streaming/hosts';
import { batchUrl, parseInletUrl } from '../../lib/streaming/inletUrl';
import {
	readBatchReply,
	readMessage,
	readSingleReply,
	readTransactionIds,
} from '../../lib/streaming/reply';
import { readRetryAfter } from '../../lib/streaming/retryDelay';
import { readViolations } from '../../lib/streaming/violations';
import { withoutTokens } from '../../lib/withoutTokens';
import { withoutTrailingSlashes } from '../../lib/withoutTrailingSlashes';
import { expectLinear, isLinear } from '../harness/growth.mts';

/** What a text may be full of: each special character, and beginnings of everything that readers look for. */
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

/** The end may be what a text promised all along, or keep it from being that. */
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

const refusalWith = (list: unknown) => ({ report: { cause: { _streamingValidation: list } } });

const violationWith = (text: string) => ({
	message: text,
	pointerToViolation: text,
	keyword: text,
});

type Reader = [name: string, read: (text: string) => unknown];

describe('time in proportion to a text that a service wrote', () => {
	const readers: Reader[] = [
		['readViolations', (text) => readViolations(refusalWith([violationWith(text)]))],
		['readFailedLine', (text) => readFailedLine({ _errors: [{ code: text, message: text }] })],
		['readFailedLine of no JSON', (text) => readFailedLine({ _corrupt_record: text })],
		['readAnswer of a page', readAnswer],
		['readAnswer', (text) => readAnswer({ type: text, title: text, detail: text, error: text })],
		['describeRefusal', (text) => describeRefusal('x', 400, { error_code: text, message: text })],
		['readSingleReply', (text) => readSingleReply(400, text)],
		[
			'readSingleReply of an entry',
			(text) => readSingleReply(200, { status: text, message: text }),
		],
		['readBatchReply', (text) => readBatchReply(207, { responses: [{ xactionId: text }] }, 1)],
		['readMessage', (text) => readMessage({ report: { message: text } })],
		['readTransactionIds', (text) => readTransactionIds({ batchId: text, xactionId: text })],
		['readRetryAfter', (text) => readRetryAfter({ 'Retry-After': text }, 0)],
		['withoutTokens', withoutTokens],
		['panelText', panelText],
		['parseInletUrl', parseInletUrl],
		['parseInletUrl of a path', (text) => parseInletUrl(`https://a.b/${text}`)],
		['batchUrl', batchUrl],
		['isAllowedHost', (text) => isAllowedHost(`https://${text}`, ['*.a.b', text])],
		['parseHostList', parseHostList],
		['withoutTrailingSlashes', withoutTrailingSlashes],
		[
			'explainRefusal',
			(message) => explainRefusal({ status: 400, message, emptyBody: false, authenticated: true }),
		],
		[
			'refusalOf',
			(text) =>
				refusalOf(
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

describe('time in proportion to a structure that a service answered', () => {
	const leaf = { message: 'x', pointerToViolation: '#/a', causingExceptions: [] };
	const five = (inner: unknown) => [{}, {}, {}, {}, inner];
	const cause = (inner: unknown) => ({ causingExceptions: [{}, {}, {}, {}, inner] });
	const uuid = (index: number) => `00000000-0000-0000-0000-000000000000-${index}`;

	test.each<[name: string, makeBody: (size: number) => unknown, read: (body: never) => unknown]>([
		[
			'readViolations of lists in lists',
			nested([], five),
			(body) => readViolations(refusalWith(body)),
		],
		[
			'readViolations of causes of causes',
			nested(leaf, cause),
			(body) => readViolations(refusalWith([body])),
		],
		['readViolations of many', list(leaf), (body) => readViolations(refusalWith(body))],
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
			'readBatchReply of many',
			(size) =>
				Array.from({ length: size }, (_, index) => ({
					xactionId: uuid(index % 900_000),
					status: 200,
				})),
			(body: unknown[]) => readBatchReply(207, { responses: body }, body.length),
		],
		[
			'readBatchReply of the same',
			list({ xactionId: uuid(1) }),
			(body: unknown[]) => readBatchReply(207, { responses: body }, body.length),
		],
		[
			'readTransactionIds of many',
			(size) => Array.from({ length: size }, (_, index) => ({ xactionId: uuid(index) })),
			(body) => readTransactionIds({ responses: body }),
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
