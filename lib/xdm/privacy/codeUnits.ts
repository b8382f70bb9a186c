/** Replaces each code unit of a text with the result of a function; cheaper than a regular expression per unit. */
export function mapCodeUnits(text: string, replace: (unit: number) => number): string {
	const units = new Uint16Array(text.length);
	for (let at = 0; at < text.length; at++) units[at] = replace(text.charCodeAt(at));
	return textOfCodeUnits(units, text.length);
}

/** Returns the first `length` code units as text. */
export function textOfCodeUnits(units: Uint16Array, length: number): string {
	return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
}
