/** The visitor's three names for Adobe, in the default order of preference. */
export const IDENTITY_KINDS = ['visitorId', 'email', 'userId'] as const;

export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export type Keeping = 'keep' | 'leaveOut';

/** How an event becomes records. */
export interface XdmOptions {
	/** Tenant id with its underscore, as `tenantKey` gives it. */
	tenantKey: string;
	/** Code of the identity namespace for Chatlio's visitor id; empty: no such identity. */
	visitorNamespace: string;
	/** Code of the identity namespace for the site's own user id; empty: no such identity. */
	userNamespace: string;
	/** Whose identity is primary: the first of these that the event has. */
	primary: readonly IdentityKind[];
	/** `hash`: trimmed, lower case, SHA-256; the address itself is withheld. */
	email: Keeping | 'hash';
	ip: Keeping;
	/** The visitor's name and handle. */
	name: Keeping;
	/** What was written: messages, subject and transcript. */
	texts: Keeping;
	traits: Keeping;
	transcripts: TranscriptWay;
	/** Secret that every `_id` is made with; absent: plain ids. */
	recordIdKey?: string;
}

/**
 * `oneEvent`: cut to what Profile keeps. `perMessage`: an event per chat message and a summary, each cut so.
 * `whole`: never cut, Profile drops what is too long.
 */
export type TranscriptWay = 'oneEvent' | 'perMessage' | 'whole';

/** What the mapper does unless told otherwise. */
export const DEFAULT_OPTIONS: Omit<XdmOptions, 'tenantKey'> = {
	visitorNamespace: 'ChatlioVisitor',
	userNamespace: '',
	primary: IDENTITY_KINDS,
	email: 'keep',
	ip: 'leaveOut',
	name: 'keep',
	texts: 'keep',
	traits: 'keep',
	transcripts: 'oneEvent',
};
