import { hash } from 'crypto';

/** Returns the SHA-256 hash of text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
	return hash('sha256', text);
}

/** Returns the hash of the trimmed, lowercase address, as Adobe's namespace `Email_LC_SHA256` expects it. */
export function emailHash(email: string): string {
	return sha256(email.trim().toLowerCase());
}
