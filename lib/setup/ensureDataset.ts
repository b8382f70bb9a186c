import type { PlatformCall } from '../platform/transport/platformRequest';
import {
	createDataset,
	enableForProfileRequest,
	isInProfile,
	listDatasets,
	readDataset,
	type Dataset,
} from '../platform/services/catalog';
import { changeResource, ensureResource, type SetUpRun } from './ensureResource';

/** Finds the datasets with exactly that name. */
export const findDatasets = async (call: PlatformCall, name: string) =>
	(await listDatasets(call, name, Infinity)).filter((dataset) => dataset.name === name);

/** Finds or creates the dataset of the schema and, if requested, enables it for Profile. */
export async function ensureDataset(
	run: SetUpRun,
	name: string,
	schemaId: string,
	profile: boolean,
): Promise<{ id: string; inProfile: boolean }> {
	const { id, existing } = await ensureResource<Dataset>(run, {
		kind: 'dataset',
		name,
		find: async (call) => await findDatasets(call, name),
		idOf: (dataset) => dataset.id,
		mismatch: ({ schemaRef }) =>
			schemaRef?.id === schemaId ? undefined : `has another schema: ${schemaRef?.id}`,
		create: async (call) =>
			await createDataset(call, { name, schemaId, profile, errorDiagnostics: true }),
	});
	if (existing && profile) {
		await changeResource(run, { kind: 'dataset', name, id }, async () =>
			isInProfile(await readDataset(run.call, id)) ? undefined : enableForProfileRequest(id),
		);
	}
	return { id, inProfile: profile || (existing !== undefined && isInProfile(existing)) };
}
