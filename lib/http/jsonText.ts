/** Returns JSON text for a value from a service's response, even if it is nested too deep for JSON.stringify. */
export function jsonText(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return '(nested too deep to be shown)';
	}
}
