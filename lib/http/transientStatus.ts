/** Statuses below 500 that say nothing about the request itself. Sources: RFC 9110, RFC 8470, RFC 6585; 499 is nginx's. */
const TRANSIENT_STATUSES = [408, 421, 425, 429, 499];

/** Statuses from 500 on that stay: not implemented, and a network that asks to sign in. Sources: RFC 9110, RFC 6585. */
const LASTING_STATUSES = [501, 511];

/** Returns true for a status after which the same request may succeed later. */
export const isTransientStatus = (status: number): boolean =>
	TRANSIENT_STATUSES.includes(status) || (status >= 500 && !LASTING_STATUSES.includes(status));
