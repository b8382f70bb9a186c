import type { IDataObject } from 'n8n-workflow';
import { panelText } from '../../../../lib/panelText';
import { listFailedRecords } from '../../../../lib/platform/failedRecords';
import { ACCOUNT } from '../../../AdobePlatformStreaming/items';
import { datasetLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';
import { limitOf, returnAllAndLimit } from '../../shared/properties';
import { readMoment } from '../../shared/time';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many failed records',
	description:
		'Read what Adobe accepted and did not store: each record as it was sent, and what was wrong with it',
	properties: [
		datasetLocator,
		{
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			default: '={{ $now.minus({ days: 1 }).toISO() }}',
			description:
				'Only batches that Adobe made after this time. Empty reads all; Adobe keeps what was wrong for 30 days.',
		},
		...returnAllAndLimit,
		{
			displayName:
				'Each item is the record, with what was wrong under “delivery”. Correct it and send it with Adobe Platform Streaming, which leaves “delivery” out.',
			name: 'again',
			type: 'notice',
			default: '',
		},
	],
	async run(context) {
		const { n8n, item, platform } = context;
		const { records, notices } = await listFailedRecords(platform.call, {
			datasetId: requiredTextOf(context, 'dataset', 'Dataset'),
			since: readMoment(context, n8n.getNodeParameter('since', item, ''), 'Since'),
			limit: limitOf(context),
		});
		for (const message of notices) {
			n8n.addExecutionHints({ message: panelText(message), location: 'outputPane' });
		}
		return records.map(({ record, account }): IDataObject => ({ ...record, [ACCOUNT]: account }));
	},
};
