import { isNull, toNumber, toText } from './values.mts';
import { ZonedDate } from './zonedDate.mts';

/** A number and a text are compared as numbers, if the text is a number. */
function asNumbers(left: unknown, right: unknown): [number, number] | undefined {
	if (typeof left !== 'number' && typeof right !== 'number') return undefined;
	try {
		return [toNumber(left), toNumber(right)];
	} catch {
		return undefined;
	}
}

/** Returns true if two values are equal: null equals only null, dates are compared by time, objects by identity. */
export function areEqual(left: unknown, right: unknown): boolean {
	if (isNull(left) || isNull(right)) return isNull(left) && isNull(right);
	if (left instanceof ZonedDate && right instanceof ZonedDate) return left.ms === right.ms;
	const numbers = asNumbers(left, right);
	return numbers ? numbers[0] === numbers[1] : left === right;
}

/**
 * Returns a number below 0, 0 or above 0: numbers are compared by size, dates by time, texts by characters. Throws for
 * objects.
 */
export function order(left: unknown, right: unknown): number {
	if (left instanceof ZonedDate && right instanceof ZonedDate) return left.ms - right.ms;
	const numbers = asNumbers(left, right);
	if (numbers) return numbers[0] - numbers[1];
	const [first, second] = [toText(left), toText(right)];
	return first < second ? -1 : Number(first > second);
}
