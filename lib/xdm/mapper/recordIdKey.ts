import { createHmac } from 'crypto';

/** Minimum length that rules out brute force: 32 hexadecimal digits are 128 bits. */
export const MIN_KEY_CHARACTERS = 32;

/** Visible ASCII only: copying a key may add or drop spaces at its ends, which would change the key. */
const VISIBLE = /^[!-~]*$/;

/** Returns one sentence about what to change in an unusable key for record IDs; undefined if the key is usable. */
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
 * Returns the ID that replaces the plain one in a record: the same for the same ID and key, and useless for testing
 * guesses without the key.
 *
 * @returns `chatlio-` and 64 hexadecimal digits (HMAC-SHA256)
 */
export function keyedId(id: string, key: string): string {
	return `chatlio-${createHmac('sha256', key).update(id, 'utf8').digest('hex')}`;
}
