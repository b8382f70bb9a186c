import { SANDBOXES } from '../account.mts';
import { hasProfileTag } from '../inlet/profile.mts';
import { asText } from '../json.mts';
import type { RecordStatus } from '../state/recordTypes.mts';
import type { World } from '../world.mts';

export interface DatasetOverview {
	id: string;
	name: string;
	sandbox: string;
	profile: boolean;
}

export interface RefusedByInlet {
	at: number;
	status: number | null;
	messages: number;
	reason: string | null;
}

export interface Overview {
	/** Changes with every change of a record. */
	revision: number;
	datasets: DatasetOverview[];
	counts: Record<RecordStatus, number>;
	/** Messages that the inlets rejected, from the last 1,000 requests; newest first. */
	refusedByInlet: RefusedByInlet[];
}

/** Returns the data that the preview page shows around its list of records. */
export function overview(world: World, datasetId: string | undefined): Overview {
	return {
		revision: world.records.revision,
		datasets: SANDBOXES.flatMap(({ name: sandbox }) =>
			world.documents.list('dataSet', sandbox).map((dataset) => ({
				id: String(dataset.id),
				name: asText(dataset.name) ?? '',
				sandbox,
				profile: hasProfileTag(dataset),
			})),
		),
		counts: world.records.counts(datasetId),
		refusedByInlet: world.requests
			.list()
			.filter((entry) => entry.refused > 0)
			.map((entry) => ({
				at: entry.at,
				status: entry.status,
				messages: entry.refused,
				reason: entry.reason,
			}))
			.reverse(),
	};
}
