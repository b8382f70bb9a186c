import { createMappingSet } from '../../../../lib/platform/dataPrep';
import type { ItemOperation } from '../../shared/operation';
import { draftOf } from './draft';
import { draftProperties, schemaVersion } from './mappings.properties';

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a mapping set',
	description: 'Create a mapping set, which a dataflow for raw data maps with',
	properties: draftProperties,
	options: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Chatlio through n8n',
			description: 'What tells mapping sets apart; Adobe asks for none',
		},
		schemaVersion,
	],
	async run(context) {
		const draft = draftOf(context);
		const created = await createMappingSet(context.platform.call, draft);
		return { ...created, mappings: draft.mappings!.length };
	},
};
