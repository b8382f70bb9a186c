import { NodeOperationError } from 'n8n-workflow';
import { fieldText } from '../../../lib/fieldValue';
import type { OperationContext } from './operation';

type Place = Pick<OperationContext, 'n8n' | 'item'>;

/** A text parameter without spaces around it; a resource locator gives its id. Absent is empty. */
export const textOf = ({ n8n, item }: Place, name: string, label = titleOf(name)): string =>
	fieldText(n8n.getNodeParameter(name, item, '', { extractValue: true }), label);

/** `options.recordField` is shown as Record Field. */
const titleOf = (name: string) =>
	name
		.replace(/^.*\./, '')
		.replace(/([A-Z])/g, ' $1')
		.replace(/^./, (first) => first.toUpperCase());

/**
 * The same, of a parameter that cannot be empty.
 * @param label of the parameter, as the panel shows it
 */
export function requiredTextOf(place: Place, name: string, label: string): string {
	const value = textOf(place, name, label);
	if (value) return value;
	throw new NodeOperationError(place.n8n.getNode(), `The field ${label} is empty`, {
		description: `Choose or enter a value in the field ${label}, or check its expression for this item`,
		itemIndex: place.item,
	});
}

/** A collection such as Filters or Options. */
export const collectionOf = <Fields extends object>({ n8n, item }: Place, name: string) =>
	n8n.getNodeParameter(name, item, {}) as Partial<Fields>;

/**
 * A JSON parameter, typed as text or given by an expression.
 * @param label of the parameter, as the panel shows it
 * @throws NodeOperationError
 */
export function jsonOf({ n8n, item }: Place, name: string, label: string): unknown {
	const value = n8n.getNodeParameter(name, item, '') as unknown;
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch (error) {
		throw new NodeOperationError(n8n.getNode(), `The field ${label} is no valid JSON`, {
			description: `Correct it: ${(error as Error).message}`,
			itemIndex: item,
		});
	}
}

/**
 * The sandbox chosen in Options; empty for the credential's.
 * A resource locator that was never touched is absent or has an empty value.
 */
export function chosenSandbox(options: unknown): string {
	const { sandbox } = (options ?? {}) as { sandbox?: { value?: unknown } | null };
	const isLocator = typeof sandbox === 'object' && sandbox !== null && 'value' in sandbox;
	return fieldText(isLocator ? sandbox.value : sandbox, 'Sandbox');
}
