import type { IDataObject } from 'n8n-workflow';
import { listBatches } from '../../../../lib/platform/services/catalog';
import { datasetLocator } from '../../../../lib/n8n/locators';
import { fieldChoice } from '../../../../lib/problem/parameterValue';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, datasetIdOf } from '../../shared/parameters';
import {
	filters,
	isSimplified,
	limitOf,
	returnAllAndLimit,
	simplify,
} from '../../shared/common.properties';
import { readDateTime } from '../../shared/readDateTime';
import { simpleBatch } from './simplifyDataset';

/** Source: Catalog Service API reference, status of a batch. */
const STATUSES = [
	'aborted',
	'abandoned',
	'active',
	'deleted',
	'failed',
	'failure',
	'inactive',
	'loaded',
	'loading',
	'processing',
	'queued',
	'retrying',
	'staged',
	'staging',
	'stalled',
	'success',
];

export const getBatches: ItemOperation = {
	value: 'getBatches',
	name: 'Get Batches',
	action: 'Get the batches of a dataset',
	description:
		'Get the batches of a dataset, newest first, with the numbers of stored and failed records and the reasons',
	properties: [
		datasetLocator,
		...returnAllAndLimit,
		simplify,
		filters([
			{
				displayName: 'Since',
				name: 'since',
				type: 'dateTime',
				default: '',
				description: 'Only batches that Adobe created after this time',
			},
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				default: 'failed',
				description: 'A partly stored batch counts as a success and lists what it left out',
				options: STATUSES.map((value) => ({
					name: value[0].toUpperCase() + value.slice(1),
					value,
				})).sort((a, b) => a.name.localeCompare(b.name)),
			},
		]),
	],
	async run(context) {
		const { since, status } = collectionOf<{ since: unknown; status: unknown }>(context, 'filters');
		const batches = await listBatches(
			context.platform.call,
			{
				datasetId: datasetIdOf(context),
				status: status ? fieldChoice(status, 'Status', STATUSES) : undefined,
				since: readDateTime(context, since, 'Since'),
			},
			limitOf(context),
		);
		return isSimplified(context) ? batches.map(simpleBatch) : (batches as IDataObject[]);
	},
};
