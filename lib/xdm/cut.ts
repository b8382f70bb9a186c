/** What was left out of a record so that Profile keeps it. */
export interface Cut {
	/** UTF-8 bytes of messages, subject and transcript. */
	textBytes: number;
	/** Elements of the message array. */
	messages: number;
	/** Other values and traits. */
	fields: number;
}

export const NOTHING_CUT: Readonly<Cut> = { textBytes: 0, messages: 0, fields: 0 };

/** Returns true if anything was left out. */
export function isCut({ textBytes, messages, fields }: Cut): boolean {
	return textBytes + messages + fields > 0;
}

export function addCut(a: Cut, b: Cut): Cut {
	return {
		textBytes: a.textBytes + b.textBytes,
		messages: a.messages + b.messages,
		fields: a.fields + b.fields,
	};
}
