import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { readEmailAddress } from '../../chatlio/emailAddress';
import { readText } from '../../chatlio/jsonValues';
import { sha256 } from './sha256';
import { BLOCKED_IDENTITIES, IDENTITY_CHARACTERS } from '../fields/recordLimits';
import type { IdentityKind, XdmOptions } from '../mappingOptions';
import type { Cleaners } from '../privacy/cleaners';
import type { Scrub } from '../privacy/scrub';

/** The identity of a person in one namespace. */
export interface Identity {
	kind: IdentityKind;
	namespace: string;
	id: string;
}

/** Adobe's own namespaces for addresses. Source: Adobe, "Identity namespace overview". */
const EMAIL_NAMESPACE = 'Email';
const EMAIL_HASH_NAMESPACE = 'Email_LC_SHA256';

/**
 * Returns the visitor's identities. Leaves out withheld values, values for which Identity Service would reject the entire
 * record, and email texts that are not one address. An address is in lower case unless the option Keep Case is on.
 */
export function identitiesOf(
	event: ChatlioEvent,
	options: XdmOptions,
	clean: Cleaners,
): Identity[] {
	const { visitor } = event;
	const identities: Identity[] = [];
	const add = (kind: IdentityKind, found: Omit<Identity, 'kind'> | undefined) => {
		if (found) identities.push({ kind, namespace: found.namespace, id: found.id });
	};
	add('visitorId', identity(options.visitorNamespace, visitor?.id, clean.id));
	add('email', emailIdentity(visitor?.email, options, clean));
	add('userId', identity(options.userNamespace, visitor?.userId, clean.id));
	return identities;
}

/**
 * Returns XDM's `identityMap` with exactly one primary identity: the first available kind in `order`, otherwise the first
 * identity. Visitors do not sign in to Chatlio, so every identity is `ambiguous`. Source: Adobe, "Identity Map schema
 * field group".
 */
export function identityMapOf(identities: readonly Identity[], order: readonly IdentityKind[]) {
	const first = order.find((kind) => identities.some((identity) => identity.kind === kind));
	const primary = identities.find(({ kind }) => kind === first) ?? identities[0];
	const map: Record<
		string,
		Array<{ id: string; authenticatedState: 'ambiguous'; primary: boolean }>
	> = {};
	for (const { namespace, id } of identities) {
		const entries = (map[namespace] ??= []);
		if (entries.some((entry) => entry.id === id)) continue;
		const isPrimary = namespace === primary.namespace && id === primary.id;
		entries.push({ id, authenticatedState: 'ambiguous', primary: isPrimary });
	}
	return map;
}

function identity(namespace: string, value: unknown, scrub: Scrub) {
	const text = readText(value);
	if (namespace === '' || text === undefined) return undefined;
	const id = text.trim();
	// Repairing text with lone surrogates could turn it into somebody else's ID.
	if (id === '' || id.length > IDENTITY_CHARACTERS || !id.isWellFormed()) return undefined;
	if (BLOCKED_IDENTITIES.has(id.toLowerCase()) || scrub(id) !== id) return undefined;
	return { namespace, id };
}

function emailIdentity(email: unknown, { email: keeping, keepCase }: XdmOptions, clean: Cleaners) {
	if (keeping === 'leaveOut' || typeof email !== 'string') return undefined;
	const { address } = readEmailAddress(email);
	if (address === undefined) return undefined;
	const lowerCase = address.toLowerCase();
	if (keeping === 'hash') return { namespace: EMAIL_HASH_NAMESPACE, id: sha256(lowerCase) };
	return identity(EMAIL_NAMESPACE, keepCase ? address : lowerCase, clean.address);
}
