import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failedItem } from '../../lib/n8n/failedItem';
import type { Problem } from '../../lib/problem/problem';
import { logProgrammingError } from '../../lib/problem/programmingError';
import { ServiceError, serviceError } from '../../lib/problem/serviceError';
import { toProblem } from '../../lib/problem/toProblem';
import { recognizeEvent } from '../../lib/xdm/mapper/recognizeEvent';
import { toXdmRecords, type XdmMapping, type XdmNote } from '../../lib/xdm/mapper/toXdmRecords';
import { mappingHints } from './mappingHints';
import { settingsReader, type Settings } from './mappingSettings';
import type { RecordIdKey } from './readRecordIdKey';
import { recordItems, stopWith } from './recordItems';

/** Maps each input item, to its records or to a failed item with its problem. */
export function mapItems(
	context: IExecuteFunctions,
	recordIdKey: RecordIdKey,
): INodeExecutionData[] {
	const settingsOf = settingsReader(context, recordIdKey);
	const notes: XdmNote[] = [];
	const problems = new Map<number, Problem>();
	const node = context.getNode();
	const output = context.getInputData().flatMap((item, index) => {
		try {
			const settings = settingsOf(index);
			const mapping = mapItem(item.json, settings);
			for (const note of mapping.notes) notes.push(note);
			return recordItems(item, index, mapping.records, settings.recordField);
		} catch (error) {
			logProgrammingError(context, error);
			const problem = toProblem(error, 'Something in this item');
			problems.set(index, problem);
			return [failedItem(node, item, index, problem)];
		}
	});
	for (const hint of mappingHints(notes, problems.size)) context.addExecutionHints(hint);
	if (problems.size > 0 && !context.continueOnFail()) throw stopWith(node, problems);
	return output;
}

function mapItem(json: IDataObject, { xdm, requiresIdentity }: Settings): XdmMapping {
	const recognized = recognizeEvent(json);
	if ('problem' in recognized) throw new ServiceError(recognized.problem);
	const mapping = toXdmRecords(recognized.event, xdm);
	if (requiresIdentity && mapping.notes.some(({ kind }) => kind === 'noIdentity')) {
		throw serviceError('event.noIdentity', {});
	}
	return mapping;
}
