/** Reading of fields that an expression can fill with anything. Thrown is a sentence that names the field. */

/** Text without spaces around it: numbers count as their text, absent is empty. */
export function fieldText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number') return String(value);
	throw new Error(`The field ${label} is ${kindOf(value)} where a text is expected`);
}

/** A number, also written as text; absent is what the field starts with. */
export function fieldNumber(value: unknown, label: string, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new Error(`The field ${label} is ${kindOf(value)} where a number is expected`);
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? 'another text' : `a ${typeof value}`;
}
