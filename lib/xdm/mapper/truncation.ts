/** Counts of what was left out of a record so that Profile keeps it. */
export interface Truncation {
	/** UTF-8 bytes of messages, subject, transcript and custom fields. */
	textBytes: number;
	/** Elements of the message array. */
	messages: number;
	/** Other values and traits. */
	fields: number;
}

export const NO_TRUNCATION: Readonly<Truncation> = { textBytes: 0, messages: 0, fields: 0 };

/** Returns true if anything was left out. */
export function isTruncated({ textBytes, messages, fields }: Truncation): boolean {
	return textBytes + messages + fields > 0;
}

export function addTruncation(a: Truncation, b: Truncation): Truncation {
	return {
		textBytes: a.textBytes + b.textBytes,
		messages: a.messages + b.messages,
		fields: a.fields + b.fields,
	};
}
