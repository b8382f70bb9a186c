import { NodeOperationError } from 'n8n-workflow';
import { shortened } from '../../../lib/shortened';
import { momentOf } from '../../../lib/zonedTime';
import type { OperationContext } from './operation';

/**
 * A date parameter in ms since 1970; undefined when it is empty. What is picked in the panel is a time of the workflow.
 * @param label of the parameter, as the panel shows it
 * @throws NodeOperationError for a text that is no time
 */
export function readMoment(
	{ n8n, item }: Pick<OperationContext, 'n8n' | 'item'>,
	value: unknown,
	label: string,
): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const moment = momentOf(value, n8n.getTimezone());
	if (moment !== undefined) return moment;
	throw new NodeOperationError(n8n.getNode(), `The field ${label} is no date and time`, {
		description: `Write it like 2026-01-31T12:00:00Z. It is: ${typeof value === 'object' ? 'an object' : shortened(String(value))}`,
		itemIndex: item,
	});
}

/** Catalog's times, readable. */
export const isoOf = (moment: number | undefined) =>
	moment === undefined ? undefined : new Date(moment).toISOString();
