import { Answer } from '../answer.mts';
import { uuid } from '../ids.mts';

// Codes and texts from Adobe's "Flow Service errors" and "Sources errors" pages, as far as the
// emulator uses them.
const INVALID = 'Invalid request';
const PROBLEMS: Record<string, readonly [title: string, text: string]> = {
	'1000-400': [INVALID, 'The request is not valid.'],
	'1101-404': [
		'Resource not found',
		'The requested resource is not found. Error from flow provider: Resource with given id does not exist.',
	],
	'1307-400': [
		INVALID,
		'The target connection must use the data lake connection spec c604ff05-7f1a-43c0-8e18-33bf874cb11c.',
	],
	'1325-400': [INVALID, 'The dataSetId is missing in the params of the target connection.'],
	'1332-400': [
		INVALID,
		'A source connection of a streaming SDK source must not have a baseConnectionId.',
	],
	'1401-400': [
		INVALID,
		'The limit and count parameters cannot be given together in the same request.',
	],
	'1403-400': ['Header is missing', "The header 'If-Match' is missing in the request."],
	'1404-412': [
		'Version not matching',
		'The supplied version does not match the current version on entity.',
	],
	'1405-400': [INVALID, 'The request body cannot be null or empty.'],
	'1410-400': [INVALID, '`State` is not allowed in the create flow request.'],
	'1412-400': [INVALID, 'Invalid Mapping Version in request.'],
	'1413-400': [INVALID, 'The spec ID provided is invalid.'],
	'1414-400': [INVALID, 'The connection spec of a connection cannot be updated.'],
	'1415-400': [INVALID, 'The auth spec could not be found for the connection spec ID.'],
	'1416-400': [
		INVALID,
		'Delete or Update can only be applied on connection with enabled, disabled or initializing state.',
	],
	'1418-400': [
		INVALID,
		'The base connection cannot be deleted because it is being used in one or more flows.',
	],
	'1419-400': [INVALID, 'Error while validating mapping.'],
	'1420-400': [INVALID, 'The current state cannot be updated.'],
	'1421-400': [INVALID, 'The current state cannot be transitioned.'],
	'1422-400': [INVALID, 'The action cannot be applied on the current state.'],
	'1425-400': [
		INVALID,
		'Error while matching schema in target dataset with schema in mapping. Schema with same id and version must be used in both mapping and target dataset.',
	],
	'1433-400': [INVALID, 'Incorrect field passed in orderBy.'],
	'1434-400': [INVALID, 'Unsupported operation received.'],
	'1435-400': [INVALID, 'Unsupported sub action received.'],
	'1439-404': ['Resource not found', 'The requested resource is not found.'],
	'1443-400': [INVALID, 'The operator is not allowed for multiple values.'],
	'1447-400': [INVALID, 'Found active flows containing the id.'],
	'1448-400': [INVALID, 'The filter is not valid.'],
	'1450-400': [INVALID, 'Invalid operator in filter params.'],
	'1451-400': [INVALID, 'Invalid params provided in query params.'],
	'1452-400': [INVALID, 'Invalid value for the field.'],
	'1453-400': [INVALID, 'Invalid query value provided in query param.'],
	'1455-400': [INVALID, 'An error has occurred while validating patch instructions.'],
	'1456-400': [
		INVALID,
		'The state is not a valid value. Allowed values are [enabled, disabled, initializing].',
	],
	'1457-400': [INVALID, 'Operation update cannot be applied in state delete-finalizing.'],
	'1458-400': [INVALID, 'Operation delete cannot be applied in state delete-finalizing.'],
	'2000-401': [
		'Invalid authorization token',
		'The authorization token does not have access to this organization or the organization does not exist.',
	],
	'2001-401': [
		'Header is missing or empty',
		'The header x-gw-ims-org-id is either missing or empty.',
	],
	'2002-401': ['Header is missing', 'The header x-gw-ims-org-id is missing in the request.'],
	'2100-404': ['Sandbox not found', 'The sandbox could not be found.'],
	'2105-400': ['Header is missing', 'The header x-sandbox-name is missing in the request.'],
};

/** Creates a rejection of Flow Service in its error envelope. The status is the number after the dash in the code. */
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

/** Creates Flow Service's response to a filter that it cannot read. */
export function badFilter(detail: string): Answer {
	return flowProblem('1448-400', { detail });
}

/** Creates the 404 for a missing resource; the only response that Adobe shows in full. */
export function notFound(type: string, id: string): Answer {
	const detail = `The requested ${type} resource ${id} is not found. Verify the resource ID before trying again.`;
	return flowProblem('1439-404', { detail, id, type });
}
