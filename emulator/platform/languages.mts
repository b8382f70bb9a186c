import type { FastifyInstance } from 'fastify';
import { functions } from '../dataprep/functions.mts';
import { binaryOperators, unaryOperators } from '../dataprep/operators.mts';
import { asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { mappingMistake } from './mappingSetForms.mts';
import { jsonBody } from './request.mts';

const LANGUAGE = '/data/foundation/conversion/languages/el';

/** Adobe's names for the operators. */
const METHODS: Record<string, string> = {
	'+': 'add',
	'-': 'subtract',
	'*': 'multiply',
	'/': 'divide',
	'%': 'mod',
	'==': 'equals',
	'!=': 'notEquals',
	'<': 'lessThan',
	'<=': 'lessThanOrEqual',
	'>': 'greaterThan',
	'>=': 'greaterThanOrEqual',
	'&&': 'and',
	'||': 'or',
};

const UNARY_METHODS: Record<string, string> = {
	'!': 'not',
	'-': 'negate',
	'+': 'positive',
	'~': 'complement',
};

/** Registers Data Prep's expression language: its functions and operators, and the validation of expressions. */
export function languageRoutes(app: FastifyInstance, world: World): void {
	app.post(`${LANGUAGE}/validate`, (request, reply) => {
		const body = jsonBody(request);
		const { expression } = isObject(body) ? body : {};
		const text = asText(isObject(expression) ? expression.expression : expression);
		const mapping = { sourceType: 'EXPRESSION', source: text, destination: 'any' };
		const mistake = mappingMistake(mapping, undefined);
		// The specification returns true or false, the guide an object.
		if (world.settings.expressionCheck === 'boolean') {
			void reply.type('application/json');
			return JSON.stringify(mistake === undefined);
		}
		return mistake === undefined
			? { validationStatus: 'succeeded', error: 'none' }
			: { validationStatus: 'failed', error: mistake };
	});

	app.get(`${LANGUAGE}/functions`, () =>
		Object.entries(functions).map(([name, { takes }]) => functionEntry(name, takes)),
	);

	app.get(`${LANGUAGE}/operators`, () => [
		...[...Object.keys(binaryOperators), '&&', '||'].map((symbol) => ({
			operatorSymbol: symbol,
			methodName: METHODS[symbol],
			numberOfOperands: 2,
			description: '',
			example: `1 ${symbol} 2`,
		})),
		...Object.keys(unaryOperators).map((symbol) => ({
			operatorSymbol: symbol,
			methodName: UNARY_METHODS[symbol],
			numberOfOperands: 1,
			description: '',
			example: `${symbol}44`,
		})),
	]);
}

function functionEntry(name: string, [fewest, most]: [number, number]): JsonObject {
	const parameters = Array.from({ length: fewest }, () => 'Object');
	if (most > fewest) parameters.push('Object...');
	return {
		category: '',
		function: name,
		description: '',
		syntax: `Object ${name}(${parameters.join(', ')})`,
		returns: '',
		returnType: 'java.lang.Object',
		example: '',
		result: '',
		params: parameters.map((type, index) => ({
			name: type.endsWith('...') ? 'values' : `value${index + 1}`,
			description: '',
			type: 'object',
			dataType: 'java.lang.Object',
			position: index + 1,
		})),
		since: 1,
	};
}
