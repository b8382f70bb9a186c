/** A value that a service answered as JSON text, also where it is nested too deep to be written. */
export function jsonText(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return '(nested too deep to be shown)';
	}
}
