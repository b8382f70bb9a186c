/**
 * Parses a URL; returns undefined if it is invalid. Node 24's `URL.canParse` accepts long ones that `new URL` then
 * rejects.
 */
export function parseUrl(address: string, base?: string): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}
