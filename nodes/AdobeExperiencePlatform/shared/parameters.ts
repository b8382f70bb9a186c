import { fieldText } from '../../../lib/problem/parameterValue';
import { serviceError } from '../../../lib/problem/serviceError';
import type { OperationContext } from './operation';

type ParameterContext = Pick<OperationContext, 'n8n' | 'item'>;

/** Reads a text parameter without surrounding spaces; a resource locator returns its ID. A missing value is empty. */
export const textOf = (
	{ n8n, item }: ParameterContext,
	name: string,
	label = titleOf(name),
): string => fieldText(n8n.getNodeParameter(name, item, '', { extractValue: true }), label);

/** Turns `options.recordField` into Record Field. */
const titleOf = (name: string) =>
	name
		.replace(/^.*\./, '')
		.replace(/([A-Z])/g, ' $1')
		.replace(/^./, (first) => first.toUpperCase());

/**
 * Reads a text parameter that must not be empty.
 * @param label of the parameter, as the panel shows it
 */
export function requiredTextOf(context: ParameterContext, name: string, label: string): string {
	const value = textOf(context, name, label);
	if (value) return value;
	throw serviceError('setting.empty', { label }, { field: label });
}

/** Reads a collection such as Filters or Options. */
export const collectionOf = <Fields extends object>(
	{ n8n, item }: ParameterContext,
	name: string,
) => n8n.getNodeParameter(name, item, {}) as Partial<Fields>;

/**
 * Reads a JSON parameter, entered as text or returned by an expression.
 * @param label of the parameter, as the panel shows it
 * @throws ServiceError
 */
export function jsonOf({ n8n, item }: ParameterContext, name: string, label: string): unknown {
	const value = n8n.getNodeParameter(name, item, '') as unknown;
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		// Without the parser's excerpt of the value: a visitor may have written it.
		throw serviceError('setting.notJson', { label }, { field: label });
	}
}
