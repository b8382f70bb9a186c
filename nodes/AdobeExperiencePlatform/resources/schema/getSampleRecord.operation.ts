import type { IDataObject } from 'n8n-workflow';
import { sampleRecord } from '../../../../lib/platform/services/schemaRegistry';
import { schemaLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { schemaIdOf } from '../../shared/parameters';

export const getSampleRecord: ItemOperation = {
	value: 'getSampleRecord',
	name: 'Get Sample Record',
	action: 'Get a sample record of a schema',
	description: 'Get a sample record that Adobe generates from a schema',
	properties: [schemaLocator],
	returnsRecords: true,
	run: async (context) =>
		(await sampleRecord(context.platform.call, schemaIdOf(context))) as IDataObject,
};
