import type { IDataObject } from 'n8n-workflow';
import { sampleRecord } from '../../../../lib/platform/schemaRegistry';
import { schemaLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf } from '../../shared/parameters';

export const getSampleRecord: ItemOperation = {
	value: 'getSampleRecord',
	name: 'Get Sample Record',
	action: 'Get a sample record of a schema',
	description: 'Have Adobe make up a record that fits a schema',
	properties: [schemaLocator],
	run: async (context) =>
		(await sampleRecord(
			context.platform.call,
			requiredTextOf(context, 'schema', 'Schema'),
		)) as IDataObject,
};
