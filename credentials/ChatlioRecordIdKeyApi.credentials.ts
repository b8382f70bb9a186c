import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * A secret key of the user, from which Chatlio to XDM derives the IDs of records. That node tests it, because no
 * service knows the key.
 */
export class ChatlioRecordIdKeyApi implements ICredentialType {
	name = 'chatlioRecordIdKeyApi';

	displayName = 'Chatlio Record ID Key API';

	icon = { light: 'file:../icons/chatlio.svg', dark: 'file:../icons/chatlio.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-chatlio-aep/n8n-nodes-chatlio-aep/blob/main/docs/chatlio-to-xdm.md#record-ids';

	properties: INodeProperties[] = [
		{
			displayName: 'Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'At least 32 letters, digits or punctuation marks. The command <code>openssl rand -hex 32</code> creates one.',
			hint: 'Keep a copy: n8n does not show it again, and with another key every record gets another ID',
		},
	];
}
