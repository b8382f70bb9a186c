import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ServiceError, serviceError } from '../../lib/problem/serviceError';
import { isCustomRecord } from '../../lib/xdm/mapper/readCustomValues';
import { recognizeEvent } from '../../lib/xdm/mapper/recognizeEvent';
import { toXdmRecords, type XdmMapping, type XdmNote } from '../../lib/xdm/mapper/toXdmRecords';
import type { ChatlioEvent } from '../../lib/chatlio/chatlioEvent';
import { declaredFieldsFinder, type DeclaredFields } from './declaredFields';
import { describeMisfits } from './customFieldTexts';
import { mappingHints, type LookupNote, type PersonalNote } from './mappingHints';
import { settingsReader, type Settings } from './mappingSettings';
import type { RecordIdKey } from './readRecordIdKey';
import { forEachItem, type ItemWork } from './forEachItem';
import { recordItems } from './recordItems';

/** Maps each input item, to its records or to a failed item with its problem. */
export async function mapItems(
	context: IExecuteFunctions,
	recordIdKey: RecordIdKey,
): Promise<INodeExecutionData[]> {
	const settingsOf = settingsReader(context, recordIdKey);
	const findDeclared = declaredFieldsFinder(context);
	const notes: Array<XdmNote | LookupNote | PersonalNote> = [];
	const map: ItemWork = async (item, index) => {
		const settings = await settingsOf(index);
		const event = eventIn(item.json);
		const names = customNames(event, settings);
		let declared: DeclaredFields | undefined;
		// Most items have no custom fields, and need not wait for anything.
		if (names.length > 0) {
			const { schemaId, xdm } = settings;
			const lookup = await findDeclared(schemaId, xdm.tenantKey, names);
			declared = lookup.value;
			if (lookup.problem) notes.push({ kind: 'customTypes', problem: lookup.problem, declared });
			if (!declared && xdm.personalFields !== 'keep') notes.push({ kind: 'allPersonal' });
		}
		const mapping = mapEvent(event, settings, declared);
		for (const note of mapping.notes) notes.push(note);
		return recordItems(item, index, mapping.records, settings.recordField);
	};
	return await forEachItem(context, map, (failed) => mappingHints(notes, failed));
}

/**
 * Returns the event in an item.
 * @throws ServiceError if it is no event of the trigger
 */
export function eventIn(json: IDataObject): ChatlioEvent {
	const recognized = recognizeEvent(json);
	if ('problem' in recognized) throw new ServiceError(recognized.problem);
	return recognized.event;
}

/** Returns the names of all custom fields of an item. */
function customNames({ custom }: ChatlioEvent, { xdm }: Settings): string[] {
	const own = isCustomRecord(custom) ? Object.keys(custom) : [];
	return xdm.customValues ? [...own, ...Object.keys(xdm.customValues)] : own;
}

function mapEvent(
	event: ChatlioEvent,
	{ xdm, requiresIdentity, requiresFit }: Settings,
	declared: DeclaredFields | undefined,
): XdmMapping {
	const mapping = toXdmRecords(event, declared ? { ...xdm, declared } : xdm);
	for (const note of mapping.notes) {
		if (note.kind === 'noIdentity' && requiresIdentity) throw serviceError('event.noIdentity', {});
		if (note.kind === 'customMisfit' && requiresFit) {
			const [[name]] = note.misfits;
			const misfits = describeMisfits(note.misfits).join('; ');
			throw serviceError('event.customFieldMisfit', { misfits }, { field: `custom.${name}` });
		}
	}
	return mapping;
}
