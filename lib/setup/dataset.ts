import type { PlatformCall, PlatformRequest } from '../platform/call';
import { createDataset, listDatasets, readDataset, type Dataset } from '../platform/catalog';
import { change, ensure, type Work } from './work';
import { pathSegment } from '../pathSegment';

const PROFILE_TAGS = { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] };

/** The datasets of exactly that name. */
export const findDatasets = async (call: PlatformCall, name: string) =>
	(await listDatasets(call, name, Infinity)).filter((one) => one.name === name);

/** Finds or makes the dataset of the schema and, if asked for, enables it for Profile. */
export async function ensureDataset(
	work: Work,
	name: string,
	schemaId: string,
	profile: boolean,
): Promise<string> {
	const { id, held } = await ensure<Dataset>(work, {
		kind: 'dataset',
		name,
		find: async (call) => await findDatasets(call, name),
		idOf: (dataset) => dataset.id,
		misfit: ({ schemaRef }) =>
			schemaRef?.id === schemaId ? undefined : `has another schema: ${schemaRef?.id}`,
		create: async (call) =>
			await createDataset(call, { name, schemaId, profile, errorDiagnostics: true }),
	});
	if (held && profile) {
		await change(work, { kind: 'dataset', name, id }, async () =>
			isInProfile(await readDataset(work.call, id)) ? undefined : profileRequest(id),
		);
	}
	return id;
}

/** Adobe's pages write `enabled:true` with and without a space. */
const isInProfile = ({ tags }: Dataset) =>
	(tags?.unifiedProfile ?? []).some((tag) => tag.replace(/\s/g, '') === 'enabled:true');

/** Source: Adobe, "Enable a dataset for Profile", a merge of the tags. */
const profileRequest = (id: string): PlatformRequest => ({
	task: `enable the dataset ${id} for Profile`,
	method: 'PATCH',
	path: `/data/foundation/catalog/dataSets/${pathSegment(id)}`,
	body: { tags: PROFILE_TAGS },
});
