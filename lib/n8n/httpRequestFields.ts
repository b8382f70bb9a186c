import { getCredentialAllowedDomains, type INode, type INodeProperties } from 'n8n-workflow';
import { HTTP_REQUEST_SETTING } from '../http/requestTarget';

/** n8n's own value: its HTTP Request and GraphQL nodes reject such a credential, before it is asked itself. */
const BLOCKED_BY_N8N = 'none';

/**
 * For n8n, an unknown value restricts nothing; for the credential itself, it does, see `isClosedTo`. It takes the place
 * of n8n's own value where that would also block n8n's test of the credential.
 */
const BLOCKED_BY_CREDENTIAL = 'package';

/**
 * Returns true if this n8n tests a credential that is closed to its HTTP Request node. Up to 2.35 and in 2.37.0, it
 * does not: its check of a credential is another one, or knows no use that it must not block.
 */
const isTestedWhenClosed = () => isBlocked(false) && !isBlocked(true);

/** Returns true if the check of n8n blocks a closed credential. */
function isBlocked(credentialOwnedSurface: boolean): boolean {
	try {
		getCredentialAllowedDomains({
			node: { name: 'Test' } as INode,
			credentialData: { [HTTP_REQUEST_SETTING]: BLOCKED_BY_N8N },
			credentialOwnedSurface,
		});
		return false;
	} catch {
		return true;
	}
}

const CLOSED = isTestedWhenClosed() ? BLOCKED_BY_N8N : BLOCKED_BY_CREDENTIAL;

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
				value: CLOSED,
				description: 'Only the nodes of this package can use this credential',
			},
			{
				name: 'Yes',
				value: 'all',
				description: allows,
			},
		],
		default: CLOSED,
		description: "Whether n8n's HTTP Request and GraphQL nodes can use this credential",
	},
	{
		displayName: allows,
		name: 'opened',
		type: 'notice',
		default: '',
		// Not `show`: the public API of older versions of n8n would then require the field.
		displayOptions: { hide: { [HTTP_REQUEST_SETTING]: [BLOCKED_BY_N8N, BLOCKED_BY_CREDENTIAL] } },
	},
];
