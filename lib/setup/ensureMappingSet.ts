import type { PlatformCall } from '../platform/transport/platformRequest';
import {
	createMappingSet,
	listMappingSets,
	mappingDraft,
	mappingSourceOf,
	mappingTargetOf,
	type Mapping,
	type MappingSet,
} from '../platform/services/dataPrep';
import type { DataPrepMapping } from '../xdm/dataPrep/chatlioMappings';
import { withNames } from '../platform/services/flowEntities';
import { ensureResource, type SetUpRun } from './ensureResource';

/** Finds all mapping sets with these names. */
export const findMappingSets = async (call: PlatformCall, names: readonly string[]) =>
	withNames(await listMappingSets(call), names);

/**
 * Finds or creates the mapping set. A set of the same name is not used if it is for another schema or from before a
 * change of the field table; of several equal ones any will do, because none can be deleted.
 *
 * @param maps destinations that are maps
 */
export async function ensureMappingSet(
	run: SetUpRun,
	name: string,
	schemaId: string,
	mappings: DataPrepMapping[],
	maps: readonly string[],
): Promise<string> {
	const rows = mappings.map((mapping) => ({ ...mapping }));
	const { id } = await ensureResource<MappingSet>(run, {
		kind: 'mapping set',
		name,
		...(maps.length > 0 && { note: noteOn(maps) }),
		find: async (call) => {
			const sameSchema = (await findMappingSets(call, [name])).filter(
				({ outputSchema }) => outputSchema?.schemaRef?.id === schemaId,
			);
			return sameSchema.filter((set) => hasSameRows(set, rows)).slice(0, 1);
		},
		idOf: (set) => set.id,
		create: async (call) => (await createMappingSet(call, mappingDraft(schemaId, rows, name))).id,
	});
	return id;
}

/**
 * Sources: Adobe, "Handling data formats with Data Prep" (maps are not supported) and "Data Prep mapping functions"
 * (functions that return maps).
 */
const noteOn = (maps: readonly string[]) =>
	`Adobe's documents disagree on whether Data Prep can fill a map. If it cannot, this field stays empty and each record has a warning: ${maps.join(', ')}. Records that n8n maps to XDM do not depend on it.`;

const rowsOf = (mappings: readonly Mapping[]) =>
	mappings
		.map((mapping) => `${mappingTargetOf(mapping)}\n${mappingSourceOf(mapping)}`)
		.sort()
		.join('\n\n');

const hasSameRows = (set: MappingSet, mappings: readonly Mapping[]) =>
	rowsOf(set.mappings ?? []) === rowsOf(mappings);
