import type { IDataObject, INode, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { withoutOutcome } from '../../lib/n8n/failedItem';
import { toNodeError } from '../../lib/n8n/nodeError';
import { panelText } from '../../lib/n8n/panelText';
import type { Problem } from '../../lib/problem/problem';

/** Number of further items that the text of an error names. */
const NAMED = 10;

/** Creates the output items for the records of an item, each linked to it. */
export function recordItems(
	{ json, binary }: INodeExecutionData,
	item: number,
	records: readonly JsonObject[],
	field: string,
): INodeExecutionData[] {
	return records.map((record) => {
		const pairedItem = { item };
		if (field === '') return { json: record as IDataObject, pairedItem };
		const itemWithRecord = { ...withoutOutcome(json), [field]: record as IDataObject };
		return binary
			? { json: itemWithRecord, binary, pairedItem }
			: { json: itemWithRecord, pairedItem };
	});
}

/**
 * Creates the single error of a run without error output: the first problem, and a line for each further item. Items
 * are counted from 0, as in n8n, which puts the first one's number behind the message. Its panel shows the description
 * as HTML, where a line ends with `<br>`.
 */
export function stopWith(node: INode, problems: ReadonlyMap<number, Problem>) {
	const [[itemIndex, first], ...others] = problems;
	const lines = others.slice(0, NAMED).map(([item, { message }]) => `Item ${item}: ${message}`);
	const unnamedCount = others.length - lines.length;
	const more = unnamedCount > 0 ? [`and ${unnamedCount} more items`] : [];
	const error = toNodeError(node, first, itemIndex);
	error.description = [first.advice, ...lines, ...more].map(panelText).join('<br>');
	return error;
}
