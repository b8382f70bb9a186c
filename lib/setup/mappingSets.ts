import type { PlatformCall } from '../platform/call';
import {
	createMappingSet,
	mappingDraft,
	mappingSourceOf,
	mappingTargetOf,
	type Mapping,
	type MappingSet,
} from '../platform/dataPrep';
import { readPages } from '../platform/paging';
import type { DataPrepMapping } from '../xdm/dataPrep';
import { withNames } from './flowEntities';
import { ensure, type Work } from './work';

/** Source: Data Prep API, mapping sets. There is no way to delete one. */
const MAPPING_SETS = '/data/foundation/conversion/mappingSets';

const PAGE = 100;

/** All mapping sets of these names. */
export async function findMappingSets(call: PlatformCall, names: readonly string[]) {
	const sets = await readPages(Infinity, async (cursor = '0') => {
		const query = { start: cursor, limit: PAGE };
		const answer = await call({ task: 'list the mapping sets', path: MAPPING_SETS, query });
		const data = (answer as { data?: MappingSet[] } | undefined)?.data ?? [];
		return {
			entities: data,
			next: data.length < PAGE ? undefined : String(Number(cursor) + PAGE),
		};
	});
	return withNames(sets, names);
}

/**
 * Finds or makes the mapping set. One of the same name for another schema, or from before the field table changed, is
 * another one; those that say the same are as good as each other, and none can be deleted.
 */
export async function ensureMappingSet(
	work: Work,
	name: string,
	schemaId: string,
	mappings: DataPrepMapping[],
): Promise<string> {
	const rows = mappings.map((mapping) => ({ ...mapping }));
	const { id } = await ensure<MappingSet>(work, {
		kind: 'mapping set',
		name,
		find: async (call) => {
			const ofSchema = (await findMappingSets(call, [name])).filter(
				({ outputSchema }) => outputSchema?.schemaRef?.id === schemaId,
			);
			return ofSchema.filter((set) => saysTheSame(set, rows)).slice(0, 1);
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

const saysTheSame = (set: MappingSet, mappings: readonly Mapping[]) =>
	rowsOf(set.mappings ?? []) === rowsOf(mappings);
