import { hash } from 'crypto';

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
	return hash('sha256', text);
}

/** What Adobe's namespace `Email_LC_SHA256` holds: the hash of the address, trimmed and in lower case. */
export function emailHash(email: string): string {
	return sha256(email.trim().toLowerCase());
}
