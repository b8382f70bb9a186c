import { createHmac } from 'crypto';

/** The shortest key that cannot be found by trying: 32 hexadecimal digits are 128 bits. */
export const MIN_KEY_CHARACTERS = 32;

/** Visible ASCII: spaces at an end get lost or added when a key is copied, and would make another key of it. */
const VISIBLE = /^[!-~]*$/;

/** What to change in a key for record IDs, as one sentence; `undefined` when it can be used. */
export function adviseOnRecordIdKey(key: unknown): string | undefined {
	if (typeof key !== 'string' || key.length < MIN_KEY_CHARACTERS) {
		return `Key: use at least ${MIN_KEY_CHARACTERS} characters, such as what openssl rand -hex 32 writes`;
	}
	if (!VISIBLE.test(key)) {
		return 'Key: use only unaccented letters, digits and punctuation marks, without spaces';
	}
	return undefined;
}

/**
 * The id that stands in a record instead of the plain one: the same for the same id and key, and of no use for trying
 * guesses to whoever does not have the key.
 *
 * @returns `chatlio-` and 64 hexadecimal digits (HMAC-SHA256).
 */
export function keyedId(id: string, key: string): string {
	return `chatlio-${createHmac('sha256', key).update(id, 'utf8').digest('hex')}`;
}
