import { fieldText } from '../../../lib/problem/parameterValue';
import { requestText, type RequestTextKind } from '../../../lib/problem/requestText';
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
export const requiredTextOf = (context: ParameterContext, name: string, label: string): string =>
	required(textOf(context, name, label), label);

/**
 * Reads a parameter whose text becomes part of a request; a resource locator returns its ID. A missing value is empty.
 * @param label of the parameter, as the panel shows it
 * @throws ServiceError for a text that would be changed on its way to Adobe
 */
export const requestTextOf = (
	{ n8n, item }: ParameterContext,
	name: string,
	label: string,
	kind: RequestTextKind,
): string => requestText(n8n.getNodeParameter(name, item, '', { extractValue: true }), label, kind);

/** Reads such a parameter that must not be empty. */
export const requiredRequestTextOf = (
	context: ParameterContext,
	name: string,
	label: string,
	kind: RequestTextKind,
): string => required(requestTextOf(context, name, label, kind), label);

function required(value: string, label: string): string {
	if (value) return value;
	throw serviceError('setting.empty', { label }, { field: label });
}

/** Reads the ID of the chosen dataflow. */
export const dataflowIdOf = (context: ParameterContext) =>
	requiredRequestTextOf(context, 'dataflow', 'Dataflow', 'resourceId');

/** Reads the ID of the chosen dataset. */
export const datasetIdOf = (context: ParameterContext) =>
	requiredRequestTextOf(context, 'dataset', 'Dataset', 'resourceId');

/** Reads the ID of the chosen schema. */
export const schemaIdOf = (context: ParameterContext) =>
	requiredRequestTextOf(context, 'schema', 'Schema', 'id');

/** Reads the ID of a mapping set. */
export const mappingSetIdOf = (context: ParameterContext) =>
	requiredRequestTextOf(context, 'mappingSetId', 'Mapping Set ID', 'resourceId');

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
