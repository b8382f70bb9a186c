import type { ErrorBody } from '../../http/errorBody';
import { isTransientStatus } from '../../http/transientStatus';
import type { PROBLEM_CODES, ProblemCode } from '../../problem/problemCodes';

/** Codes whose message names the task and the status that Adobe returned. */
export type AdobeAnsweredCode = {
	[Code in ProblemCode]: (typeof PROBLEM_CODES)[Code]['message'] extends `Could not {task}: Adobe answered with status {status}`
		? Code
		: never;
}[ProblemCode];

/**
 * Problem codes by Adobe's code. It is a map because a code may equal the name of an inherited property, such as
 * "constructor". Sources: API troubleshooting guide (gateway codes), Identity Service API guide.
 */
const BY_CODE = new Map<string, AdobeAnsweredCode>([
	['400003', 'adobe.wrongOrganization'],
	['401013', 'adobe.tokenRejected'],
	['403000', 'adobe.tokenRejected'],
	['403003', 'adobe.apiKeyRejected'],
	['403010', 'adobe.tokenRejected'],
	['403025', 'adobe.noProductProfile'],
	['429050', 'adobe.rateLimited'],
	['INVALID_IMS_TOKEN', 'adobe.tokenRejected'],
]);

/**
 * Problem codes by the service and number in Adobe's code. A code ends with a status that differs between Adobe's
 * catalog and its responses, so only the number counts. Sources: Flow Service error catalogue, Schema Registry
 * troubleshooting guide, Observability Insights API guide.
 */
const BY_NUMBER: Record<string, AdobeAnsweredCode> = {
	'FLOW-1404': 'adobe.changedMeanwhile',
	'FLOW-1409': 'adobe.dataflowBusy',
	'FLOW-1412': 'adobe.mappingVersionUnknown',
	'FLOW-1416': 'adobe.dataflowBusy',
	'FLOW-1417': 'adobe.dataflowBusy',
	'FLOW-1418': 'adobe.inUse',
	'FLOW-1419': 'adobe.mappingInvalid',
	'FLOW-1420': 'adobe.dataflowBusy',
	'FLOW-1421': 'adobe.dataflowBusy',
	'FLOW-1422': 'adobe.dataflowBusy',
	'FLOW-1425': 'adobe.mappingSchemaMismatch',
	'FLOW-1430': 'adobe.dataflowUnknown',
	'FLOW-1439': 'adobe.dataflowUnknown',
	'FLOW-1444': 'adobe.dataflowBusy',
	'FLOW-2000': 'adobe.wrongOrganization',
	'FLOW-2001': 'adobe.wrongOrganization',
	'FLOW-2002': 'adobe.wrongOrganization',
	'FLOW-2100': 'adobe.sandboxUnknown',
	'FLOW-2101': 'adobe.sandboxUnknown',
	'FLOW-2105': 'adobe.sandboxUnknown',
	'FLOW-2118': 'adobe.noPermission',
	'FLOW-2120': 'adobe.noPermission',
	'FLOW-2121': 'adobe.noPermission',
	'INSGHT-1000': 'adobe.metricInvalid',
	'INSGHT-1003': 'adobe.sandboxUnknown',
	'XDM-1012': 'adobe.schemaUnknown',
	'XDM-3005': 'adobe.titleTaken',
};

/** Problem codes by Adobe's message, for services that send no code. Source: Schema Registry troubleshooting guide. */
const BY_MESSAGE: Array<[pattern: RegExp, code: AdobeAnsweredCode]> = [
	[/title must be unique/i, 'adobe.titleTaken'],
	[/top level field named/i, 'adobe.fieldOutsideTenant'],
	[/to enable profile datasets/i, 'adobe.schemaNotInProfile'],
];

const BY_STATUS: Record<number, AdobeAnsweredCode> = {
	401: 'adobe.tokenRejected',
	403: 'adobe.noPermission',
	404: 'adobe.notFound',
	409: 'adobe.conflict',
	412: 'adobe.changedMeanwhile',
	429: 'adobe.rateLimited',
};

/**
 * Returns the problem code for an error response of Adobe.
 * @param status HTTP status, 300 to 599
 */
export function adobeErrorCode(
	status: number,
	{ code = '', detail = '' }: ErrorBody,
): AdobeAnsweredCode {
	const [number = ''] = /^[A-Z]+-\d+/.exec(code) ?? [];
	return (
		BY_CODE.get(code) ??
		BY_NUMBER[number] ??
		BY_MESSAGE.find(([pattern]) => pattern.test(detail))?.[1] ??
		BY_STATUS[status] ??
		(isTransientStatus(status) ? 'adobe.unavailable' : 'adobe.rejected')
	);
}
