import { hash } from 'crypto';

/** Returns the SHA-256 hash of text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
	return hash('sha256', text);
}
