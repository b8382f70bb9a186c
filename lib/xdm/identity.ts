import type { ChatlioEvent } from '../chatlio/types';
import { wellFormed } from '../chatlio/wellFormed';
import { emailHash } from './hash';
import { BLOCKED_IDENTITIES, IDENTITY_CHARACTERS } from './limits';
import type { IdentityKind, XdmOptions } from './options';
import type { Scrub } from './scrub';
import { isEmail } from './withheld';

/** Who somebody is, in one namespace. */
export interface Identity {
	kind: IdentityKind;
	namespace: string;
	id: string;
}

/** Adobe's own namespaces for addresses. Source: Adobe, "Identity namespace overview". */
const EMAIL_NAMESPACE = 'Email';
const EMAIL_HASH_NAMESPACE = 'Email_LC_SHA256';

/**
 * What Adobe can know the visitor by. Left out: what is withheld, what Identity Service would refuse together with the
 * whole record, and an address that is none.
 */
export function identitiesOf(event: ChatlioEvent, options: XdmOptions, scrub: Scrub): Identity[] {
	const { visitor } = event;
	const identities: Identity[] = [];
	const add = (kind: IdentityKind, found: Omit<Identity, 'kind'> | undefined) => {
		if (found) identities.push({ kind, namespace: found.namespace, id: found.id });
	};
	add('visitorId', identity(options.visitorNamespace, visitor?.id, scrub));
	add('email', emailIdentity(visitor?.email, options, scrub));
	add('userId', identity(options.userNamespace, visitor?.userId, scrub));
	return identities;
}

/**
 * XDM's `identityMap`, with exactly one primary identity: the first of `order` that is there, else the first at all.
 * Nobody has signed in to Chatlio, so every identity is `ambiguous`. Source: Adobe, "Identity Map schema field group".
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
	if (namespace === '' || (typeof value !== 'string' && typeof value !== 'number'))
		return undefined;
	const id = String(value).trim();
	// Put right, a text with halves of characters could be somebody else's.
	if (id === '' || id.length > IDENTITY_CHARACTERS || wellFormed(id) !== id) return undefined;
	if (BLOCKED_IDENTITIES.has(id.toLowerCase()) || scrub(id) !== id) return undefined;
	return { namespace, id };
}

function emailIdentity(email: unknown, { email: keeping }: XdmOptions, scrub: Scrub) {
	if (keeping === 'leaveOut' || typeof email !== 'string' || !isEmail(email.trim()))
		return undefined;
	if (keeping === 'hash') return { namespace: EMAIL_HASH_NAMESPACE, id: emailHash(email) };
	// Only an address that is withheld itself: one that has somebody's withheld name in it stays an address.
	return identity(EMAIL_NAMESPACE, email, (text) => scrub(text) && text);
}
