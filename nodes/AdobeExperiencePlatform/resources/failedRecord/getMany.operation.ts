import type { IDataObject } from 'n8n-workflow';
import { panelText } from '../../../../lib/n8n/panelText';
import { listFailedRecords } from '../../../../lib/platform/services/failedRecords';
import { DELIVERY, PROBLEM } from '../../../../lib/n8n/failedItem';
import { datasetLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { datasetIdOf } from '../../shared/parameters';
import { limitOf, returnAllAndLimit } from '../../shared/common.properties';
import { readDateTime } from '../../shared/readDateTime';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many failed records',
	description: 'Get the records that Adobe accepted but did not store, each with its problem',
	properties: [
		datasetLocator,
		{
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			default: '={{ $now.minus({ days: 1 }).toISO() }}',
			description:
				'Only batches that Adobe created after this time. If empty, all batches. Adobe keeps the reasons for 30 days.',
		},
		...returnAllAndLimit,
		{
			displayName:
				'Each item is the record as it was sent, with its problem in the field “problem”. Correct the record and send it with Adobe Platform Streaming, which leaves out “problem” and “delivery”.',
			name: 'again',
			type: 'notice',
			default: '',
		},
	],
	returnsRecords: true,
	async run(context) {
		const { n8n, item, platform } = context;
		const { records, notices } = await listFailedRecords(platform.call, {
			datasetId: datasetIdOf(context),
			since: readDateTime(context, n8n.getNodeParameter('since', item, ''), 'Since'),
			limit: limitOf(context),
		});
		for (const message of notices) {
			n8n.addExecutionHints({ message: panelText(message), location: 'outputPane' });
		}
		return records.map(
			({ record, problem, delivery }): IDataObject => ({
				...record,
				[DELIVERY]: delivery as IDataObject,
				[PROBLEM]: problem as unknown as IDataObject,
			}),
		);
	},
};
