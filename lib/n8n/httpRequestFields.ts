import type { INodeProperties } from 'n8n-workflow';
import { HTTP_REQUEST_SETTING } from '../http/requestTarget';

/**
 * Returns the fields that let the owner of a credential allow it for n8n's HTTP Request and GraphQL nodes. Without
 * them, n8n would add a setting of the same name that is open by default.
 * @param allows says what the setting allows, in one sentence
 */
export const httpRequestFields = (allows: string): INodeProperties[] => [
	{
		displayName: 'Use in HTTP Request Node',
		name: HTTP_REQUEST_SETTING,
		type: 'options',
		options: [
			{
				name: 'No',
				value: 'none',
				description: 'Only the nodes of this package can use this credential',
			},
			{
				name: 'Yes',
				value: 'all',
				description: allows,
			},
		],
		default: 'none',
		description: "Whether n8n's HTTP Request and GraphQL nodes can use this credential",
	},
	{
		displayName: allows,
		name: 'opened',
		type: 'notice',
		default: '',
		displayOptions: { show: { [HTTP_REQUEST_SETTING]: ['all'] } },
	},
];
