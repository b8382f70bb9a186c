import type { CustomField } from './fields/customFields';

/** The visitor's three possible identities, in the default order of preference. */
export const IDENTITY_KINDS = ['visitorId', 'email', 'userId'] as const;

export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export type Keeping = 'keep' | 'leaveOut';

/** Options for mapping an event to records. */
export interface XdmOptions {
	/** Tenant ID with its underscore, as `tenantKey` returns it. */
	tenantKey: string;
	/** Code of the identity namespace for Chatlio's visitor ID; empty for no such identity. */
	visitorNamespace: string;
	/** Code of the identity namespace for the site's own user ID; empty for no such identity. */
	userNamespace: string;
	/** Order of preference for the primary identity: the first one that the event has. */
	primary: readonly IdentityKind[];
	/** `hash`: SHA-256 of the lowercase address; the address itself is withheld. */
	email: Keeping | 'hash';
	/** True to keep the capitals of the `Email` identity, for organizations whose other sources keep them. */
	keepCase: boolean;
	ip: Keeping;
	/** The visitor's name and handle. */
	name: Keeping;
	/** Written text: messages, subject and transcript. */
	texts: Keeping;
	traits: Keeping;
	/** Custom fields that are declared as personal data and are not named after an email, an IP address or a name. */
	personalFields: Keeping;
	/** The custom fields that the schema has, by name; undefined if nobody knows them. */
	declared?: ReadonlyMap<string, CustomField>;
	/** Custom fields that replace those of the item. */
	customValues?: Readonly<Record<string, unknown>>;
	transcripts: TranscriptHandling;
	/** Secret key for every `_id`; absent for plain IDs. */
	recordIdKey?: string;
}

/**
 * `oneEvent`: truncated to the size that Profile keeps. `perMessage`: one event per chat message and a summary, each
 * truncated in the same way. `whole`: never truncated; Profile drops events that are too large.
 */
export type TranscriptHandling = 'oneEvent' | 'perMessage' | 'whole';

/** The mapper's default options. */
export const DEFAULT_OPTIONS: Omit<XdmOptions, 'tenantKey'> = {
	visitorNamespace: 'ChatlioVisitor',
	userNamespace: '',
	primary: IDENTITY_KINDS,
	email: 'keep',
	keepCase: false,
	ip: 'leaveOut',
	name: 'keep',
	texts: 'keep',
	traits: 'keep',
	personalFields: 'keep',
	transcripts: 'oneEvent',
};
