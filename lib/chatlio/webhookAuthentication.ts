import { createHash, timingSafeEqual } from 'crypto';

/** Credentials that a sender must present. */
export type RequiredAuth =
	| { type: 'none' }
	| { type: 'secretInUrl'; secret: string }
	| { type: 'basicAuth'; user: string; password: string };

/**
 * Credentials as n8n's web server parsed them: two `?token=` parameters are an array, and `?token[a]=` is an object.
 */
export interface PresentedAuth {
	token?: unknown;
	/** The `Authorization` header. */
	authorization?: unknown;
}

/**
 * Returns true if the sender may post. An empty expected value (an unfinished credential) allows nobody.
 *
 * Compares SHA-256 hashes in constant time, so that the timing reveals neither the length nor how much of a value matches.
 */
export function isAuthentic(
	expected: RequiredAuth,
	{ token, authorization }: PresentedAuth,
): boolean {
	switch (expected.type) {
		case 'none':
			return true;
		case 'secretInUrl':
			return expected.secret !== '' && typeof token === 'string' && same(token, expected.secret);
		case 'basicAuth': {
			const { user, password } = expected;
			const given = decodeBasic(authorization);
			return (
				user !== '' && password !== '' && given !== undefined && same(given, `${user}:${password}`)
			);
		}
	}
}

const BASIC = /^basic +([a-z0-9+/]+={0,2})$/i;

/** Returns the user and the password, separated by a colon. Source: RFC 7617. */
function decodeBasic(authorization: unknown): string | undefined {
	const match = typeof authorization === 'string' ? BASIC.exec(authorization.trim()) : null;
	return match ? Buffer.from(match[1], 'base64').toString('utf8') : undefined;
}

function same(given: string, expected: string): boolean {
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Uint8Array {
	return createHash('sha256').update(text, 'utf8').digest();
}
