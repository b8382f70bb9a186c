import { Answer } from '../answer.mts';
import { uuid } from '../ids.mts';

// Codes and texts of Adobe's "Flow Service errors" and "Sources errors" pages, as far as the emulator answers them.
const PROBLEMS: Record<string, readonly [title: string, text: string]> = {
	'1000-400': ['Bad request', 'The request is not valid.'],
	'1101-404': ['Resource not found', 'The resource with the given ID does not exist.'],
	'1307-400': [
		'Bad request',
		'The target connection must use the data lake connection spec c604ff05-7f1a-43c0-8e18-33bf874cb11c.',
	],
	'1325-400': ['Bad request', 'The dataSetId is missing in the params of the target connection.'],
	'1332-400': [
		'Bad request',
		'A source connection of a streaming SDK source must not have a baseConnectionId.',
	],
	'1401-400': ['Bad request', 'The parameters limit and count cannot be used together.'],
	'1403-400': ['Bad request', "The header 'If-Match' is missing."],
	'1404-412': [
		'Precondition failed',
		'The supplied version does not match the current version on the entity.',
	],
	'1405-400': ['Bad request', 'The request body is null or empty.'],
	'1409-400': ['Bad request', 'The operation is not applicable in the current state.'],
	'1410-400': ['Bad request', "'State' is not allowed in a create flow request."],
	'1412-400': ['Bad request', 'The mapping version is not valid.'],
	'1413-400': ['Bad request', 'The spec ID is not valid.'],
	'1415-400': ['Bad request', 'The auth spec is not found for the connection spec.'],
	'1418-400': ['Bad request', 'The base connection is used by flows and cannot be deleted.'],
	'1419-400': ['Bad request', 'The validation of the mapping did not succeed.'],
	'1425-400': [
		'Bad request',
		'The schema of the target dataset does not match the schema of the mapping. ID and version must match.',
	],
	'1433-400': ['Bad request', 'The orderby field is not valid.'],
	'1434-400': ['Bad request', 'The patch operation is not supported.'],
	'1435-400': ['Bad request', 'The action is not supported.'],
	'1439-404': ['Resource not found', 'The requested resource is not found.'],
	'1448-400': ['Bad request', 'The filter is not valid.'],
	'1451-400': ['Bad request', 'The filter parameter is not valid.'],
	'1455-400': ['Bad request', 'The patch instruction is not valid: a field is missing.'],
	'2000-401': ['Unauthorized', 'The token has no access to this organization.'],
	'2001-401': ['Unauthorized', 'The header x-gw-ims-org-id is empty.'],
	'2002-401': ['Unauthorized', 'The header x-gw-ims-org-id is missing.'],
	'2100-404': ['Resource not found', 'The sandbox is not found.'],
	'2105-400': ['Bad request', 'The header x-sandbox-name is missing.'],
};

/** A refusal of Flow Service in its error envelope. The status is the number after the code's dash. */
export function flowProblem(
	code: string,
	more: { detail?: string; id?: string; type?: string } = {},
): Answer {
	const [title, text] = PROBLEMS[code]!;
	const status = Number(code.split('-')[1]);
	const detail = more.detail ?? text;
	return new Answer(status, {
		type: `https://ns.adobe.com/aep/errors/FLOW-${code}`,
		title,
		status,
		report: {
			'detailed-message': detail,
			...(more.id === undefined ? {} : { id: more.id }),
			'request-id': uuid(),
			...(more.type === undefined ? {} : { type: more.type }),
		},
		errorMessage: detail,
		errorDetails: detail,
	});
}

/** What Flow Service says of a filter it cannot read. */
export function badFilter(detail: string): Answer {
	return flowProblem('1448-400', { detail });
}

/** The 404 of a resource that is not there; the one answer Adobe prints in full. */
export function notFound(type: string, id: string): Answer {
	const detail = `The requested ${type} resource ${id} is not found. Verify the resource ID before trying again.`;
	return flowProblem('1439-404', { detail, id, type });
}
