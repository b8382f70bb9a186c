import type { INodeProperties } from 'n8n-workflow';
import { requiredRequestTextOf } from '../../shared/parameters';
import type { OperationContext } from '../../shared/operation';

const OTHER = 'other';

/** The law of a request; Adobe's list grows, and its pages spell some codes differently. */
export const regulationProperties: INodeProperties[] = [
	{
		displayName: 'Regulation',
		name: 'regulation',
		type: 'options',
		default: 'gdpr',
		description: 'The law under which the request is made',
		options: [
			{ name: 'CCPA (California)', value: 'ccpa' },
			{ name: 'GDPR (European Union)', value: 'gdpr' },
			{ name: 'Other', value: OTHER },
		],
	},
	{
		displayName: 'Regulation Code',
		name: 'regulationCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. lgpd_bra',
		description:
			"Adobe's code of the law. If Adobe does not know the code, its answer lists the ones it knows.",
		displayOptions: { show: { regulation: [OTHER] } },
	},
];

/** Reads Adobe's code of the regulation. */
export function regulationOf(context: OperationContext): string {
	const chosen = requiredRequestTextOf(context, 'regulation', 'Regulation', 'resourceId');
	if (chosen !== OTHER) return chosen;
	return requiredRequestTextOf(context, 'regulationCode', 'Regulation Code', 'resourceId');
}
