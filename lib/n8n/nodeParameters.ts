import type { IExecuteFunctions } from 'n8n-workflow';
import { serviceError, type ServiceError } from '../problem/serviceError';

export type WithParameters = Pick<IExecuteFunctions, 'getNodeParameter'>;

/** The content of a resource locator. */
export interface LocatorValue {
	/** Name of the mode, e.g. `list`. */
	mode: string;
	value: unknown;
}

/**
 * Reads a resource locator; text that an expression returns in its place counts as an ID. The value is not extracted,
 * because n8n's own errors about that do not say what is wrong.
 */
export function locatorValue(context: WithParameters, name: string, item: number): LocatorValue {
	return asLocator(context.getNodeParameter(name, item, '') as unknown);
}

function asLocator(value: unknown): LocatorValue {
	const isLocator = typeof value === 'object' && value !== null && 'mode' in value;
	return isLocator ? (value as LocatorValue) : { mode: 'id', value };
}

/**
 * Returns true if an expression gives the value of a parameter, also if the parameter is a resource locator.
 * @param name of the parameter, with the collection that contains it, e.g. `options.sandbox`
 */
export function isGivenByExpression(context: WithParameters, name: string): boolean {
	const raw: unknown = context.getNodeParameter(name, 0, '', { rawExpressions: true });
	const { value } = asLocator(raw);
	return typeof value === 'string' && value.startsWith('=');
}

/** Returns true if a value is absent or an empty text. */
export const isNothing = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/**
 * Creates the error for a required parameter without a value: the user left it empty, or its expression gave nothing.
 * @param label of the parameter in the panel
 */
export function emptyParameter(context: WithParameters, name: string, label: string): ServiceError {
	const code = isGivenByExpression(context, name) ? 'setting.expressionEmpty' : 'setting.empty';
	return serviceError(code, { label }, { field: label });
}
