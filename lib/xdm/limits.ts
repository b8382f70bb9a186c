/** Adobe's limits on a record, each with the page it comes from. */

/** Bytes of one event that Profile keeps, as UTF-8 JSON; "10 KB" read the smaller way. Source: Adobe, "Guardrails for Real-Time Customer Profile data". */
export const PROFILE_EVENT_BYTES = 10_000;

/** Characters of an identity; above, Identity Service skips the record. Source: Adobe, "Guardrails for Identity Service data". */
export const IDENTITY_CHARACTERS = 1_024;

/** Identities that Identity Service blocks, in lower case. Source: Adobe, "Guardrails for Identity Service data". */
export const BLOCKED_IDENTITIES: ReadonlySet<string> = new Set(['anonymous', 'invalid', 'null']);
