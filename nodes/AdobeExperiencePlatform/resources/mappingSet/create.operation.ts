import { createMappingSet } from '../../../../lib/platform/services/dataPrep';
import type { ItemOperation } from '../../shared/operation';
import { draftOf } from './readMappingDraft';
import { draftProperties, schemaVersion } from './mappings.properties';

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a mapping set',
	description: 'Create a mapping set for a dataflow for raw data',
	properties: draftProperties,
	options: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Chatlio through n8n',
			description: 'Optional name, to tell mapping sets apart',
		},
		schemaVersion,
	],
	async run(context) {
		const draft = draftOf(context);
		const created = await createMappingSet(context.platform.call, draft);
		return { ...created, mappings: draft.mappings!.length };
	},
};
