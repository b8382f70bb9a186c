import type { FastifyRequest } from 'fastify';
import { asObject } from '../json.mts';
import { flowProblem } from './flowProblems.mts';

const PARAMETERS = ['property', 'orderby', 'limit', 'count', 'continuationToken', 'start'];

/** Rejects parameters that the list does not have. */
export function checkParameters(request: FastifyRequest): void {
	const unknown = Object.keys(asObject(request.query)).find((name) => !PARAMETERS.includes(name));
	if (unknown === undefined) return;
	throw flowProblem('1451-400', { detail: `Invalid params ${unknown} provided in query params.` });
}

const TIMES = ['createdAt', 'updatedAt'];

/** Rejects invalid filters, each with its own code. */
export function checkFilter(filter: string): void {
	const [, path = '', operator = '', value = ''] =
		/^([\w.:[\]-]+)([=!<>~]+)(.*)$/s.exec(filter) ?? [];
	if (operator === '') return;
	if (!['==', '!=', '<', '>', '<=', '>='].includes(operator)) {
		throw flowProblem('1450-400', { detail: `Invalid operator ${operator} in filter params.` });
	}
	if (value === '') {
		const detail = `Invalid query value ${filter} provided in query param.`;
		throw flowProblem('1453-400', { detail });
	}
	if (/^[<>]/.test(operator) && value.includes(',')) {
		const detail = `Operator '${operator}' is not allowed for multiple values.`;
		throw flowProblem('1443-400', { detail });
	}
	if (TIMES.includes(path) && value.split(',').some((one) => !/^\d+$/.test(one))) {
		throw flowProblem('1452-400', { detail: `Invalid value ${value} for field ${path}.` });
	}
}
