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
 * @param note something to know before it is created, for a preview
 */
export async function ensureMappingSet(
	run: SetUpRun,
	name: string,
	schemaId: string,
	mappings: DataPrepMapping[],
	note?: string,
): Promise<string> {
	const rows = mappings.map((mapping) => ({ ...mapping }));
	const { id } = await ensureResource<MappingSet>(run, {
		kind: 'mapping set',
		name,
		...(note && { note }),
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

const rowsOf = (mappings: readonly Mapping[]) =>
	mappings
		.map((mapping) => `${mappingTargetOf(mapping)}\n${mappingSourceOf(mapping)}`)
		.sort()
		.join('\n\n');

const hasSameRows = (set: MappingSet, mappings: readonly Mapping[]) =>
	rowsOf(set.mappings ?? []) === rowsOf(mappings);
