import { Answer } from '../answer.mts';
import { uuid } from '../ids.mts';

/** Creates a rejection of Schema Registry in its newer envelope, e.g. `XDM-1006-400`. */
export function registryProblem(code: string, title: string, detail: string): Answer {
	const status = Number(code.split('-')[2]);
	return new Answer(status, {
		type: `http://ns.adobe.com/aep/errors/${code}`,
		title,
		status,
		report: {
			registryRequestId: uuid(),
			timestamp: new Date().toISOString(),
			'detailed-message': detail,
			'sub-errors': [],
		},
		detail,
	});
}

/** Creates the 404 for a resource that the registry does not have. */
export function resourceNotFound(id: string): Answer {
	return registryProblem(
		'XDM-1012-404',
		'Resource Not Found',
		`Requested resource ${id} with version 1 is not found`,
	);
}
