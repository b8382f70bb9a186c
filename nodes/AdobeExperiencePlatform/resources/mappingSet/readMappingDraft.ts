import { isRecord } from '../../../../lib/http/isRecord';
import {
	mappingDraft,
	readMappingSet,
	type Mapping,
	type MappingDraft,
} from '../../../../lib/platform/services/dataPrep';
import { serviceError } from '../../../../lib/problem/serviceError';
import type { OperationContext } from '../../shared/operation';
import { collectionOf, jsonOf, mappingSetIdOf, schemaIdOf, textOf } from '../../shared/parameters';

interface DraftOptions {
	name: string;
	schemaVersion: number;
}

/**
 * Returns the mapping set that is entered in the panel.
 * @throws ServiceError if its mappings are not a list of objects
 */
export function draftOf(context: OperationContext): MappingDraft {
	const { name, schemaVersion } = collectionOf<DraftOptions>(context, 'options');
	const schema = schemaIdOf(context);
	return mappingDraft(schema, mappingsOf(context), name, schemaVersion);
}

/** Returns the existing mapping set or the one entered in the panel, whichever is chosen. */
export async function chosenDraft(context: OperationContext): Promise<MappingDraft> {
	if (textOf(context, 'mappingsFrom') === 'json') return draftOf(context);
	const id = mappingSetIdOf(context);
	return await readMappingSet(context.platform.call, id);
}

function mappingsOf(context: OperationContext): Mapping[] {
	const value = jsonOf(context, 'mappings', 'Mappings');
	if (Array.isArray(value) && value.length > 0 && value.every(isRecord)) return value as Mapping[];
	throw serviceError('setting.conflict', {
		reason: 'The field Mappings is not a list of mappings',
		advice: 'Enter a JSON list of objects with sourceType, source and destination.',
	});
}
