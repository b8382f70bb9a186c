import {
	dataflowChoice,
	requiredDataflow,
	requiredDatasetId,
	type DataflowChoice,
} from '../../../lib/n8n/resourceChoice';
import { emptyParameter, type WithParameters } from '../../../lib/n8n/nodeParameters';
import { findDataflow } from '../../../lib/platform/services/dataflowNames';
import type { PlatformCall } from '../../../lib/platform/transport/platformRequest';
import { fieldText } from '../../../lib/problem/parameterValue';
import { idOfKind } from '../../../lib/problem/idKinds';
import { requestText, type RequestTextKind } from '../../../lib/problem/requestText';
import { serviceError } from '../../../lib/problem/serviceError';
import type { OperationContext } from './operation';

/** The parameters of a node, and the item that they are evaluated for. */
export interface ParameterContext {
	n8n: WithParameters;
	item: number;
}

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
	required(context, name, label, textOf(context, name, label));

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
): string => required(context, name, label, requestTextOf(context, name, label, kind));

function required({ n8n }: ParameterContext, name: string, label: string, value: string): string {
	if (value) return value;
	throw emptyParameter(n8n, name, label);
}

/**
 * Returns the ID of the chosen dataflow. A name is looked up each time: an item may use what an earlier one created.
 * @throws ServiceError if nothing is chosen, or if no dataflow or several have the name
 */
export const dataflowIdOf = async ({ n8n, item, platform }: OperationContext): Promise<string> =>
	await idOf(requiredDataflow(n8n, item), platform.call);

/** Returns the ID of the chosen dataflow like `dataflowIdOf`; undefined if nothing is chosen. */
export async function anyDataflowIdOf({
	n8n,
	item,
	platform,
}: ParameterContext & Pick<OperationContext, 'platform'>) {
	const choice = dataflowChoice(n8n, item);
	return choice && (await idOf(choice, platform.call));
}

const idOf = async (choice: DataflowChoice, call: PlatformCall): Promise<string> =>
	'id' in choice ? choice.id : (await findDataflow(call, choice, false)).id;

/** Reads the ID of the chosen dataset. */
export const datasetIdOf = ({ n8n, item }: ParameterContext): string =>
	requiredDatasetId(n8n, item);

/** Reads the ID of the chosen schema. */
export const schemaIdOf = (context: ParameterContext) =>
	idOfKind(requiredRequestTextOf(context, 'schema', 'Schema', 'id'), 'schema', 'Schema');

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
