import { readMappingSet, simpleMappingSet } from '../../../../lib/platform/services/dataPrep';
import { mappingSetId } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { mappingSetIdOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/common.properties';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a mapping set',
	description: 'Get a mapping set with its schema and mappings',
	properties: [mappingSetId, simplify],
	async run(context) {
		const id = mappingSetIdOf(context);
		const set = await readMappingSet(context.platform.call, id);
		return isSimplified(context) ? simpleMappingSet(set) : set;
	},
};
