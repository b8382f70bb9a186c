/** Words that begin a message and are no name. */
const FIRST_WORD = /^(An?|No|The|This)(?= )/;

/** Returns a problem's message to follow a colon. */
export const asContinuation = (message: string): string =>
	message.replace(FIRST_WORD, (word) => word.toLowerCase());
