/** Why an item has no record, and what to do about it. */
export class Refusal extends Error {
	constructor(
		message: string,
		readonly advice: string,
		/** Path in the item, where one is to blame. */
		readonly field?: string,
	) {
		super(message);
	}
}
