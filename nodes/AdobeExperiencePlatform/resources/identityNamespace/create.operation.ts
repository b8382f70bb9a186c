import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { createNamespace, IDENTITY_TYPES } from '../../../../lib/platform/identityNamespaces';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf, textOf } from '../../shared/parameters';

/** Source: Identity Service guide, "Create a custom namespace". */
const CODE = /^[A-Za-z0-9]+$/;

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create an identity namespace',
	description: 'Make an identity namespace, which can never be deleted',
	properties: [
		{
			displayName:
				'An identity namespace is for ever: Adobe has no way to delete it or change its code',
			name: 'forEver',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Code',
			name: 'code',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ChatlioVisitor',
			description:
				'Its key in identityMap, letters and digits only. Upper and lower case matter, and no other namespace may have it.',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Chatlio visitor ID',
			description: 'What Adobe shows. Empty takes the code.',
		},
		{
			displayName: 'Identity Type',
			name: 'idType',
			type: 'options',
			default: 'Cookie',
			description: 'What its identities stand for; Identity Service links people by it',
			options: IDENTITY_TYPES.map((value) => ({
				name: value.replace(/_(\w)/g, (_, letter: string) => ` ${letter.toUpperCase()}`),
				value,
			})),
		},
	],
	options: [
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
		},
	],
	async run(context) {
		const code = requiredTextOf(context, 'code', 'Code');
		if (!CODE.test(code)) {
			throw new NodeOperationError(
				context.n8n.getNode(),
				`The code ${code} cannot be that of an identity namespace`,
				{ description: 'Use letters and digits only', itemIndex: context.item },
			);
		}
		const { description } = collectionOf<{ description: string }>(context, 'options');
		const namespace = await createNamespace(context.platform.call, {
			code,
			name: textOf(context, 'name') || code,
			idType: textOf(context, 'idType'),
			...(description && { description }),
		});
		return namespace as IDataObject;
	},
};
