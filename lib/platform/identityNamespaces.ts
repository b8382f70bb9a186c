import type { PlatformCall } from './call';

/** Source: Identity Service API reference. There is no way to delete one. */
const IDENTITIES = '/data/core/idnamespace/identities';

/** What the identities of a namespace are. Source: Identity Service guide, "Identity types". */
export const IDENTITY_TYPES = [
	'Cookie',
	'Cross_device',
	'Device',
	'Email',
	'Mobile',
	'Non_people',
	'Phone',
] as const;

export interface IdentityNamespace {
	id?: number;
	/** The key in `identityMap`; upper and lower case matter. */
	code: string;
	name?: string;
	description?: string;
	idType?: string;
	/** False for Adobe's own. */
	custom?: boolean;
	[other: string]: unknown;
}

/** Every namespace of the organization: Adobe answers with all of them at once. */
export async function listNamespaces(call: PlatformCall): Promise<IdentityNamespace[]> {
	const answer = await call({ task: 'list the identity namespaces', path: IDENTITIES });
	return Array.isArray(answer) ? (answer as IdentityNamespace[]) : [];
}

/** Creates a namespace, which stays for ever. @param namespace code: letters and digits only, unique */
export async function createNamespace(
	call: PlatformCall,
	namespace: { name: string; code: string; idType: string; description?: string },
): Promise<IdentityNamespace> {
	return (await call({
		task: `create the identity namespace ${namespace.code}`,
		method: 'POST',
		path: IDENTITIES,
		body: namespace,
	})) as IdentityNamespace;
}
