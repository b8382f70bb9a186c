import { randomUUID } from 'crypto';
import type { INodeProperties } from 'n8n-workflow';
import {
	createPrivacyRequest,
	type PrivacyIdentity,
	PRIVACY_ACTIONS,
	PRIVACY_PRODUCTS,
} from '../../../../lib/platform/services/privacyService';
import { emptyParameter } from '../../../../lib/n8n/nodeParameters';
import { fieldChoice, fieldText } from '../../../../lib/problem/parameterValue';
import { requestText } from '../../../../lib/problem/requestText';
import { withoutValues } from '../../../../lib/problem/withoutValues';
import { serviceError } from '../../../../lib/problem/serviceError';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { collectionOf, textOf } from '../../shared/parameters';
import { assertConfirmed } from './confirmation';
import { identityOptions, identityProperties } from './identities.properties';
import { readPerson, type EnteredValue } from './readPerson';
import { regulationOf, regulationProperties } from './regulation.properties';

interface Options {
	key: unknown;
	mergePolicyId: unknown;
}

const notice: INodeProperties = {
	displayName:
		'A request covers <strong>all sandboxes</strong> of the organization and cannot be canceled or changed. Use it for requests of real people only: Adobe does not allow it for tests or for cleaning up. The credential needs the Privacy Service API and a product profile of its own. What arrives while Adobe works on the request is not covered, so stop sending this visitor first.',
	name: 'permanentNotice',
	type: 'notice',
	default: '',
};

const actionProperty: INodeProperties = {
	displayName: 'Action',
	name: 'privacyAction',
	type: 'options',
	default: 'access',
	options: [
		{
			name: 'Access',
			value: 'access',
			description: 'Collect the data of the person for download',
		},
		{
			name: 'Delete',
			value: 'delete',
			description: 'Delete the data of the person, which cannot be undone',
		},
	],
};

const confirmProperty: INodeProperties = {
	displayName: 'Confirm',
	name: 'confirm',
	type: 'string',
	default: '',
	placeholder: 'e.g. jane@example.com, 8f2c6a1e-0d3b-4c57-9a2e-5b7d1f4e6c80',
	description:
		'Repeat the values of Email, Visitor ID and User ID in this order, separated by commas. If they differ, nothing is sent. As a tool of an AI Agent, it must be fixed text.',
	displayOptions: { show: { privacyAction: ['delete'] } },
};

const productsProperty: INodeProperties = {
	displayName: 'Products',
	name: 'products',
	type: 'multiOptions',
	default: ['aepDataLake', 'identity', 'ProfileService'],
	description: 'Where Adobe looks for the person. Without Identity Service, the links stay.',
	options: [
		{ name: 'Data Lake', value: 'aepDataLake', description: 'The datasets' },
		{ name: 'Identity Service', value: 'identity', description: 'The links between identities' },
		{ name: 'Journey Optimizer', value: 'cjm' },
		{ name: 'Profile', value: 'ProfileService', description: 'Real-Time Customer Profile' },
	],
};

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a privacy request',
	description: 'Ask Adobe to collect or delete the data of one person, in all sandboxes',
	withoutSandbox: true,
	properties: [
		notice,
		actionProperty,
		...identityProperties,
		confirmProperty,
		...regulationProperties,
		productsProperty,
	],
	options: [
		...identityOptions,
		{
			displayName: 'Request Key',
			name: 'key',
			type: 'string',
			default: '',
			placeholder: 'e.g. ticket-4711',
			description:
				'Your name for the request, by which you find it again. Adobe shows it in many places, so it must not contain personal data. If empty, the node makes one.',
		},
		{
			displayName: 'Merge Policy ID',
			name: 'mergePolicyId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2f8a1c3e-6b7d-4e90-a1c2-3d4e5f607182',
			description:
				'The merge policy for Profile. Choose one without identity stitching: a policy that stitches can include people who are linked to this one.',
		},
	],
	async run(context) {
		const action = fieldChoice(
			textOf(context, 'privacyAction', 'Action'),
			'Action',
			PRIVACY_ACTIONS,
		);
		const { entered, identities } = readPerson(context);
		if (action === 'delete') assertConfirmed(context, entered);
		const regulation = regulationOf(context);
		const products = productsOf(context);
		const { key, mergePolicyId } = collectionOf<Options>(context, 'options');
		const { call, credential } = context.platform;
		const request = {
			organizationId: credential.organizationId,
			key: readKey(key, entered, identities),
			action,
			identities,
			products,
			regulation,
			mergePolicyId: requestText(mergePolicyId, 'Merge Policy ID', 'resourceId'),
		};
		const { requestId, jobIds } = await createPrivacyRequest(call, request);
		return jobIds.map((jobId) => ({
			jobId,
			requestId,
			key: request.key,
			action,
			status: 'submitted',
			regulation,
			products,
		}));
	},
};

function productsOf({ n8n, item }: OperationContext) {
	const chosen = [n8n.getNodeParameter('products', item, []) as unknown].flat();
	if (chosen.length > 0)
		return chosen.map((product) => fieldChoice(product, 'Products', PRIVACY_PRODUCTS));
	throw emptyParameter(n8n, 'products', 'Products');
}

/** Characters of a value that is not in a key by chance. */
const LONG = 6;

/** A random key says nothing about the person, not even to somebody who guesses. */
function readKey(value: unknown, entered: EnteredValue[], identities: PrivacyIdentity[]): string {
	const key = fieldText(value, 'Request Key');
	if (key === '') return `chatlio-${randomUUID()}`;
	// An address may have been entered with a name around it, and its hash is personal data, too.
	const values = [
		...entered,
		...identities.map((one) => ({ label: one.namespace, value: one.value })),
	];
	const named = values.find(
		({ value: each }) =>
			withoutValues(key, [each]) !== key ||
			(each.length >= LONG && key.toLowerCase().includes(each.toLowerCase())),
	);
	if (!named) return key;
	throw serviceError(
		'setting.invalid',
		{
			label: 'Request Key',
			value: `text that contains the ${named.label}`,
			advice: 'Adobe shows the key in many places. Use the number of a ticket, or leave it empty.',
		},
		{ field: 'Request Key' },
	);
}
