/** Halves of a character without their other half: valid in JSON text, not in UTF-8. */
const LONE_SURROGATES = /\p{Surrogate}+/gu;

/** Halves at all, whole characters included: most texts have none, and this search is the faster one. */
const SURROGATE = /[\ud800-\udfff]/;

/** The text as UTF-8 can carry it. */
export const wellFormed = (text: string): string =>
	SURROGATE.test(text) ? text.replace(LONE_SURROGATES, (run) => '\ufffd'.repeat(run.length)) : text;
