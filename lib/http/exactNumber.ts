/**
 * A number with digits that JavaScript's own numbers cannot hold, such as 9007199254740993 or 1e400. Arithmetic uses
 * the nearest number.
 */
export class ExactNumber {
	/** @param text as JSON writes it */
	constructor(readonly text: string) {}

	toString(): string {
		return this.text;
	}

	toJSON(): string {
		return this.text;
	}

	valueOf(): number {
		return Number(this.text);
	}
}

/** Returns a big integer as a number, or with all its digits if a number would round it. */
export function fromBigInt(value: bigint): number | ExactNumber {
	const rounded = Number(value);
	return Number.isSafeInteger(rounded) ? rounded : new ExactNumber(String(value));
}
