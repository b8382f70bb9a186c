import type { IDataObject } from 'n8n-workflow';
import {
	readResource,
	type RegistryResource,
} from '../../../../lib/platform/services/schemaRegistry';
import {
	labelsOfField,
	listLabeledFieldsOf,
	type LabeledField,
} from '../../../../lib/platform/services/usageLabels';
import { schemaFields } from '../../../../lib/xdm/schema/schemaFields';
import { isForProfile } from '../../../../lib/xdm/validate/profileRules';
import { panelText } from '../../../../lib/n8n/panelText';
import { problemText } from '../../../../lib/problem/problem';
import { problemIn } from '../../../../lib/problem/serviceError';
import { schemaLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { schemaIdOf, textOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/common.properties';
import { simpleResource } from '../../shared/simplifyResource';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a schema',
	description: 'Get a schema: its fields with their types and labels, or the whole JSON schema',
	properties: [
		schemaLocator,
		simplify,
		{
			displayName: 'Schema Format',
			name: 'schemaFormat',
			type: 'options',
			default: 'full',
			displayOptions: { show: { simplify: [false] } },
			options: [
				{
					name: 'With References',
					value: 'plain',
					description: 'The schema refers to its class and field groups',
				},
				{
					name: 'Resolved',
					value: 'full',
					description: 'All references are resolved. Records are validated against this form.',
				},
			],
		},
	],
	async run(context) {
		const { call } = context.platform;
		const id = schemaIdOf(context);
		const simplified = isSimplified(context);
		const form = !simplified && textOf(context, 'schemaFormat') === 'plain' ? 'plain' : 'full';
		const schema = await readResource(call, 'schemas', id, form);
		if (!simplified) return schema as IDataObject;
		return simpleSchema(schema, await readLabels(context, schema));
	},
};

/** Reads the labels of the fields; undefined, with a hint, if Adobe does not list them. */
async function readLabels({ n8n, platform }: OperationContext, schema: RegistryResource) {
	return await listLabeledFieldsOf(platform.call, schema).catch(async (cause: unknown) => {
		const problem = problemIn(cause);
		if (!problem) return await Promise.reject<undefined>(cause);
		const message = panelText(`The fields are without their labels. ${problemText(problem)}`);
		n8n.addExecutionHints({ message, location: 'outputPane' });
		return undefined;
	});
}

const simpleSchema = (schema: RegistryResource, labels?: LabeledField[]): IDataObject => ({
	...simpleResource(schema),
	profileEnabled: isForProfile(schema),
	fields: schemaFields(schema).map((field) => ({
		...field,
		...(labels && { labels: labelsOfField(labels, field.path) }),
	})),
});
