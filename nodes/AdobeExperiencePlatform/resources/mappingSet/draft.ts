import { NodeOperationError } from 'n8n-workflow';
import {
	mappingDraft,
	readMappingSet,
	type Mapping,
	type MappingDraft,
} from '../../../../lib/platform/dataPrep';
import type { OperationContext } from '../../shared/operation';
import { collectionOf, jsonOf, requiredTextOf, textOf } from '../../shared/parameters';

interface DraftOptions {
	name: string;
	schemaVersion: number;
}

/** The mapping set that the panel describes. @throws NodeOperationError when its mappings are no list of objects */
export function draftOf(context: OperationContext): MappingDraft {
	const { name, schemaVersion } = collectionOf<DraftOptions>(context, 'options');
	const schema = requiredTextOf(context, 'schema', 'Schema');
	return mappingDraft(schema, mappingsOf(context), name, schemaVersion);
}

/** The one that exists, or the one described. */
export async function chosenDraft(context: OperationContext): Promise<MappingDraft> {
	if (textOf(context, 'mappingsFrom') === 'json') return draftOf(context);
	const id = requiredTextOf(context, 'mappingSetId', 'Mapping Set ID');
	return await readMappingSet(context.platform.call, id);
}

function mappingsOf(context: OperationContext): Mapping[] {
	const value = jsonOf(context, 'mappings', 'Mappings');
	if (Array.isArray(value) && value.length > 0 && value.every(isObject)) return value as Mapping[];
	throw new NodeOperationError(context.n8n.getNode(), 'The field Mappings is no list of mappings', {
		description: 'Enter a JSON list of objects with sourceType, source and destination',
		itemIndex: context.item,
	});
}

const isObject = (value: unknown) =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
