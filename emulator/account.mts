// The emulator's only account: an organization with one OAuth Server-to-Server credential. The
// values have the forms that Adobe Developer Console shows (organization ID `XXXX@AdobeOrg`, up to
// two client secrets for rotation).

/** The organization's ID, as sent in `x-gw-ims-org-id` and `header.imsOrgId`. */
export const ORG_ID = '9C1D3A5E7F0B2468@AdobeOrg';

/** The credential's client ID, as sent in `x-api-key`. */
export const CLIENT_ID = '4f8e2b6a9d0c47e1b35a7c9e1f2d3b4a';

/** The credential's client secrets; Adobe allows two at a time so that one can be rotated. */
export const CLIENT_SECRETS = [
	'p8e-Zk3vN7qTmW2xLr9sYbH4uCdE6fGj',
	'p8e-Qa5wS8dFgH1jKl3zXcV7bNmR2tYu',
] as const;

/** The first secret, which setups use unless they test rotation. */
export const CLIENT_SECRET: string = CLIENT_SECRETS[0];

/** Scopes that the credential may request; Adobe's examples for Experience Platform list exactly these. */
export const SCOPES = [
	'openid',
	'AdobeID',
	'read_organizations',
	'additional_info.projectedProductContext',
	'session',
] as const;

/** The tenant ID: custom fields are in `_acme`. */
export const TENANT_ID = 'acme';

/** The technical account that creates everything. */
export const TECHNICAL_ACCOUNT = '5B7D9F1A3C5E7092@techacct.adobe.com';

export interface Sandbox {
	id: string;
	name: string;
	title: string;
	type: 'production' | 'development';
	isDefault: boolean;
}

/** The organization's sandboxes; `prod` is the default one. */
export const SANDBOXES: readonly Sandbox[] = [
	{
		id: '9a5f3c10-7d42-11ef-8b1a-d39a0f6c2e41',
		name: 'prod',
		title: 'Prod',
		type: 'production',
		isDefault: true,
	},
	{
		id: 'b1c8e7f4-7d42-11ef-9f0d-2b6e8a1c5d70',
		name: 'dev',
		title: 'Development',
		type: 'development',
		isDefault: false,
	},
];

/** Returns the sandbox with that name, if the organization has it. */
export function findSandbox(name: string): Sandbox | undefined {
	return SANDBOXES.find((sandbox) => sandbox.name === name);
}
