import { createHash, timingSafeEqual } from 'crypto';

/** What the sender must show. */
export type Expected =
	| { type: 'none' }
	| { type: 'secretInUrl'; secret: string }
	| { type: 'basicAuth'; user: string; password: string };

/** What the sender showed, as n8n's web server read it: `?token=` given twice is an array, `?token[a]=` an object. */
export interface Shown {
	token?: unknown;
	/** The header `Authorization`. */
	authorization?: unknown;
}

/**
 * Whether the sender may post. An expected value that is empty (an unfinished credential) lets nobody in.
 *
 * Values are compared in constant time, by their SHA-256: neither their length nor how much of them matches shows.
 */
export function isAuthentic(expected: Expected, { token, authorization }: Shown): boolean {
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

/** User and password with a colon between them. Source: RFC 7617. */
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
