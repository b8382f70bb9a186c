import { listRuns, summarizeRun, type RunStatus } from '../../../../lib/platform/services/flowRuns';
import { anyDataflowLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { anyDataflowIdOf, collectionOf } from '../../shared/parameters';
import {
	filters,
	isSimplified,
	limitOf,
	returnAllAndLimit,
	simplify,
} from '../../shared/common.properties';
import { readDateTime } from '../../shared/readDateTime';

interface RunFilters {
	since: unknown;
	status: RunStatus;
}

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many dataflow runs',
	description:
		'Get the number of records that arrived and failed. A streaming dataflow has one run an hour.',
	properties: [
		anyDataflowLocator,
		...returnAllAndLimit,
		filters([
			{
				displayName: 'Since',
				name: 'since',
				type: 'dateTime',
				default: '',
				description: 'Only runs that ended or changed after this time',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 'failed',
				options: [
					{ name: 'Failed', value: 'failed' },
					{ name: 'Processing', value: 'processing' },
					{
						name: 'Success',
						value: 'success',
						description: 'Some of its records may still have been rejected',
					},
				],
			},
		]),
		simplify,
	],
	async run(context) {
		const { since, status } = collectionOf<RunFilters>(context, 'filters');
		const filter = {
			flowId: await anyDataflowIdOf(context),
			since: readDateTime(context, since, 'Since'),
			status,
		};
		const runs = await listRuns(context.platform.call, filter, limitOf(context));
		return isSimplified(context) ? runs.map(summarizeRun) : runs;
	},
};
