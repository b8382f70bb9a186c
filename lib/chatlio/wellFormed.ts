/** Halves of a character without their other half: valid in JSON text, not in UTF-8. */
const LONE_SURROGATES = /\p{Surrogate}+/gu;

/** The text as UTF-8 can carry it. */
export const wellFormed = (text: string): string =>
	text.replace(LONE_SURROGATES, (run) => '\ufffd'.repeat(run.length));
