import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { withoutOutcome } from '../../lib/n8n/failedItem';
import { emptyParameter } from '../../lib/n8n/nodeParameters';
import { fieldText, wrongType } from '../../lib/problem/parameterValue';
import { REDACTED_KINDS, redactedText, type RedactedKind } from '../../lib/xdm/mapper/redactedText';
import type { SearchNote } from '../../lib/xdm/privacy/cleanersFor';
import { forEachItem, type ItemWork } from './forEachItem';
import { eventIn } from './mapItems';
import { redactionHints } from './mappingHints';

/** Adds to each input item what was said, without addresses and names. */
export async function redactItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const notes: SearchNote[] = [];
	const redact: ItemWork = ({ json, binary }, index) => {
		const field = textField(context, index);
		const { text, notes: found } = redactedText(eventIn(json), kindsOf(context, index));
		for (const note of found) notes.push(note);
		const withText = { ...withoutOutcome(json), [field]: text };
		return [{ json: withText, ...(binary && { binary }), pairedItem: { item: index } }];
	};
	return await forEachItem(context, redact, (failed) => redactionHints(notes, failed));
}

function textField(context: IExecuteFunctions, item: number): string {
	const [name, label] = ['textField', 'Put Text in Field'];
	const field = fieldText(context.getNodeParameter(name, item), label);
	if (field === '') throw emptyParameter(context, name, label);
	return field;
}

function kindsOf(context: IExecuteFunctions, item: number): RedactedKind[] {
	const [name, label] = ['remove', 'Remove'];
	const chosen: unknown = context.getNodeParameter(name, item);
	if (chosen === undefined || chosen === null) throw emptyParameter(context, name, label);
	if (!Array.isArray(chosen)) throw wrongType(label, chosen, 'a list');
	return REDACTED_KINDS.filter((kind) => chosen.includes(kind));
}
