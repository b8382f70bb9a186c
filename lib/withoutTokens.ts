const SHOWN = '…';

/** The scheme of an Authorization header. The gap is bounded: blanks without end would be counted from each. */
const AUTHORIZATION = /\b(?:bearer|basic)[\s:]{1,20}/gi;

/** What follows it. */
const CREDENTIALS = /[\w.~+/-]{8,}=*/y;

/** Looked for first: most texts have neither, and thousands of them come with one answer. */
const SCHEME = /bearer|basic/i;

/** A JSON Web Token, as Adobe's access tokens are, has three parts and stands in a run of these. */
const RUNS = /[\w.-]+/g;
const FIRST_PART = 'eyJ';

/**
 * A service's own words, fit to be shown: a gateway's page may repeat the headers of the request it refuses. Takes time
 * in proportion to the text, whatever a stranger made of it.
 */
export function withoutTokens(text: string): string {
	const shown = text.includes(FIRST_PART) ? text.replace(RUNS, withoutWebTokens) : text;
	return SCHEME.test(shown) ? withoutAuthorization(shown) : shown;
}

function withoutWebTokens(run: string): string {
	if (!run.includes(FIRST_PART)) return run;
	const parts = run.split('.');
	const shown: string[] = [];
	for (let at = 0; at < parts.length; at++) {
		const start = parts[at].indexOf(FIRST_PART);
		const isToken = start >= 0 && at + 2 < parts.length && parts[at + 1] !== '';
		shown.push(isToken ? parts[at].slice(0, start) + SHOWN : parts[at]);
		if (isToken) at += 2;
	}
	return shown.join('.');
}

function withoutAuthorization(text: string): string {
	let shown = '';
	let from = 0;
	for (const { 0: scheme, index } of text.matchAll(AUTHORIZATION)) {
		CREDENTIALS.lastIndex = index + scheme.length;
		if (!CREDENTIALS.test(text)) continue;
		shown += text.slice(from, index + scheme.length) + SHOWN;
		from = CREDENTIALS.lastIndex;
	}
	return shown + text.slice(from);
}
