import type { IDataObject } from 'n8n-workflow';
import { createNamespace, IDENTITY_TYPES } from '../../../../lib/platform/services/identityService';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf, textOf } from '../../shared/parameters';

/** Source: Identity Service guide, "Create a custom namespace". */
const CODE = /^[A-Za-z0-9]+$/;

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create an identity namespace',
	description: 'Create an identity namespace, which is permanent',
	properties: [
		{
			displayName: 'An identity namespace is permanent: Adobe cannot delete it or change its code',
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
				'The key of the namespace in identityMap: letters and digits only, case-sensitive and unique',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Chatlio visitor ID',
			description: 'The name that Adobe shows. If empty, it is the code.',
		},
		{
			displayName: 'Identity Type',
			name: 'idType',
			type: 'options',
			default: 'Cookie',
			description: 'What the identities represent. Identity Service uses it to link them.',
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
			throw serviceError(
				'setting.invalid',
				{ label: 'Code', value: `"${shorten(code)}"`, advice: 'Use letters and digits only.' },
				{ field: 'Code' },
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
