import type { PlatformCall } from '../transport/platformRequest';

/** Source: Identity Service API reference. Adobe offers no way to delete a namespace. */
const IDENTITIES = '/data/core/idnamespace/identities';

/** Types of the identities in a namespace. Source: Identity Service guide, "Identity types". */
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
	/** The key in `identityMap`; case-sensitive. */
	code: string;
	name?: string;
	description?: string;
	idType?: string;
	/** False for Adobe's own. */
	custom?: boolean;
	[other: string]: unknown;
}

/** Lists every namespace of the organization: Adobe returns all of them at once. */
export async function listNamespaces(call: PlatformCall): Promise<IdentityNamespace[]> {
	const response = await call({ task: 'list the identity namespaces', path: IDENTITIES });
	return Array.isArray(response) ? (response as IdentityNamespace[]) : [];
}

/**
 * Creates a namespace, permanently.
 * @param namespace code: letters and digits only, unique
 */
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
