import { validateMappings } from '../../../../lib/platform/services/dataPrep';
import type { ItemOperation } from '../../shared/operation';
import { chosenDraft } from './readMappingDraft';
import { eitherProperties, schemaVersion } from './mappings.properties';

export const validate: ItemOperation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate a mapping set',
	description: 'Have Adobe check every mapping without saving anything',
	properties: eitherProperties,
	options: [schemaVersion],
	async run(context) {
		const verdicts = await validateMappings(context.platform.call, await chosenDraft(context));
		const invalid = verdicts.filter(({ valid }) => !valid);
		return {
			valid: invalid.length === 0,
			mappings: verdicts.length,
			invalid: invalid.map(({ source, destination, reasons }) => ({
				source,
				destination,
				reasons,
			})),
		};
	},
};
