import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import { toErrorOutput } from '../../lib/errorOutput';
import { panelText } from '../../lib/panelText';
import type { Refusal } from './refusal';

/** Where an item that was refused says why. */
const ACCOUNT = 'mapping';

/** How many further items the text of an error names. */
const NAMED = 10;

/** The records of an item, each linked to it. */
export function recordItems(
	{ json, binary }: INodeExecutionData,
	item: number,
	records: readonly JsonObject[],
	field: string,
): INodeExecutionData[] {
	return records.map((record) => {
		const pairedItem = { item };
		if (field === '') return { json: record as IDataObject, pairedItem };
		const carrying = { ...json, [field]: record as IDataObject };
		return binary ? { json: carrying, binary, pairedItem } : { json: carrying, pairedItem };
	});
}

/** The item as it came, with what was wrong; on its way to the error output where the node has one. */
export function refusedItem(
	node: INode,
	{ json, binary }: INodeExecutionData,
	item: number,
	refusal: Refusal,
): INodeExecutionData {
	const { message: reason, advice, field } = refusal;
	const refused: INodeExecutionData = {
		json: { ...json, [ACCOUNT]: { status: 'refused', reason, advice, ...(field && { field }) } },
		pairedItem: { item },
	};
	if (binary) refused.binary = binary;
	if (node.onError !== 'continueErrorOutput') return refused;
	const description = panelText(advice);
	const error = new NodeOperationError(node, panelText(reason), { description, itemIndex: item });
	return toErrorOutput(refused, error);
}

/** The one error of a run without error output; items are counted from 0, as n8n does. */
export function stopWith(node: INode, refusals: ReadonlyMap<number, Refusal>): NodeOperationError {
	const [[itemIndex, first], ...others] = refusals;
	const lines = others.slice(0, NAMED).map(([item, { message }]) => `Item ${item}: ${message}`);
	const rest = others.length - lines.length;
	const description = [first.advice, ...lines, ...(rest > 0 ? [`and ${rest} more items`] : [])];
	return new NodeOperationError(node, panelText(`Item ${itemIndex}: ${first.message}`), {
		description: panelText(description.join('\n')),
		itemIndex,
	});
}
