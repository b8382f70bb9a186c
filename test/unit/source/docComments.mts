/** Matches a doc comment whose text, on the line of its opening or the next, starts with one of the words. */
const OPENING = /\/\*\*\s*(?:\*\s*)?(?:What|Whether|Where|Those|Why|How|Who)\b.*/g;

/** Returns the place and the first line of each doc comment that opens like a question or a relative clause. */
export const questionOpenings = (path: string, text: string): string[] =>
	[...text.matchAll(OPENING)].map(({ 0: comment, index }) => {
		const line = text.slice(0, index).split('\n').length;
		return `${path}:${line} ${comment.replace(/\s+/g, ' ')}`;
	});
