import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { logFault, sentenceOf } from '../../lib/fault';
import { recognize } from '../../lib/xdm/recognize';
import { toXdmRecords, type XdmMapping, type XdmNote } from '../../lib/xdm/toXdm';
import { hintsFor } from './hints';
import { recordItems, refusedItem, stopWith } from './items';
import type { RecordIdKey } from './recordIdKey';
import { Refusal } from './refusal';
import { settingsReader, type Settings } from './settings';

/** Every input item leaves once: as its records, or refused with why and what to do. */
export function mapItems(
	context: IExecuteFunctions,
	recordIdKey: RecordIdKey,
): INodeExecutionData[] {
	const settingsOf = settingsReader(context, recordIdKey);
	const notes: XdmNote[] = [];
	const refusals = new Map<number, Refusal>();
	const node = context.getNode();
	const output = context.getInputData().flatMap((item, index) => {
		try {
			const settings = settingsOf(index);
			const mapping = mapItem(item.json, settings);
			for (const note of mapping.notes) notes.push(note);
			return recordItems(item, index, mapping.records, settings.recordField);
		} catch (error) {
			logFault(context, error);
			const refusal = asRefusal(error);
			refusals.set(index, refusal);
			return [refusedItem(node, item, index, refusal)];
		}
	});
	for (const hint of hintsFor(notes, refusals.size)) context.addExecutionHints(hint);
	if (refusals.size > 0 && !context.continueOnFail()) throw stopWith(node, refusals);
	return output;
}

function mapItem(json: IDataObject, { xdm, setAsideWithoutIdentity }: Settings): XdmMapping {
	const recognized = recognize(json);
	if ('unrecognized' in recognized) {
		const { field, reason } = recognized.unrecognized;
		throw new Refusal(
			`This is no Chatlio event: "${field}" ${reason}`,
			'Connect the output of a Chatlio Trigger, or keep its fields in the nodes between',
			field,
		);
	}
	const mapping = toXdmRecords(recognized.event, xdm);
	if (setAsideWithoutIdentity && mapping.notes.some(({ kind }) => kind === 'noIdentity')) {
		throw new Refusal(
			'Nobody can be recognized by this event',
			'Set Records Without Identity to Keep With a Hint, or have Chatlio ask for an e-mail address',
		);
	}
	return mapping;
}

/** An expression that cannot be computed for an item concerns that item only. */
function asRefusal(error: unknown): Refusal {
	if (error instanceof Refusal) return error;
	const reason = sentenceOf(error, 'Something in this item has a form that cannot be mapped');
	return new Refusal(reason, 'Check the parameters of this node for this item');
}
