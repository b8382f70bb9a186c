import type { IDataObject } from 'n8n-workflow';
import { listBatches } from '../../../../lib/platform/catalog';
import { datasetLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf } from '../../shared/parameters';
import { isSimplified, limitOf, returnAllAndLimit, simplify } from '../../shared/properties';
import { readMoment } from '../../shared/time';
import { simpleBatch } from './simple';

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
		'List what arrived in a dataset, newest first: records stored, records left out, why',
	properties: [
		datasetLocator,
		...returnAllAndLimit,
		simplify,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: [
				{
					displayName: 'Since',
					name: 'since',
					type: 'dateTime',
					default: '',
					description: 'Only batches that were made after this time',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					default: 'failed',
					description:
						'A batch that was stored in part is called a success and says what it left out',
					options: STATUSES.map((value) => ({
						name: value[0].toUpperCase() + value.slice(1),
						value,
					})).sort((a, b) => a.name.localeCompare(b.name)),
				},
			],
		},
	],
	async run(context) {
		const { since, status } = collectionOf<{ since: unknown; status: string }>(context, 'filters');
		const batches = await listBatches(
			context.platform.call,
			{
				datasetId: requiredTextOf(context, 'dataset', 'Dataset'),
				status: status || undefined,
				since: readMoment(context, since, 'Since'),
			},
			limitOf(context),
		);
		return isSimplified(context) ? batches.map(simpleBatch) : (batches as IDataObject[]);
	},
};
