const REDACTED = '…';

/**
 * The scheme of an Authorization header. The gap is limited: a long run of blanks would be scanned again from each
 * blank.
 */
const AUTHORIZATION = /\b(?:bearer|basic)[\s:]{1,20}/gi;

/** The credentials after the scheme. */
const CREDENTIALS = /[\w.~+/-]{8,}=*/y;

/** Tested first: most texts contain neither, and one response can have thousands of texts. */
const SCHEME = /bearer|basic/i;

/** Runs of characters that can contain a JSON Web Token: Adobe's access tokens are JWTs, in three parts. */
const TOKEN_CHARACTERS = /[\w.-]+/g;
const TOKEN_START = 'eyJ';

/**
 * Replaces the tokens in a service's text, so that it can be shown: a gateway's page may repeat the headers of the
 * request that it rejects. The time is proportional to the length of the text, even for text written by a stranger.
 */
export function redactTokens(text: string): string {
	const withoutTokens = text.includes(TOKEN_START)
		? text.replace(TOKEN_CHARACTERS, withoutWebTokens)
		: text;
	return SCHEME.test(withoutTokens) ? withoutAuthorization(withoutTokens) : withoutTokens;
}

function withoutWebTokens(run: string): string {
	if (!run.includes(TOKEN_START)) return run;
	const parts = run.split('.');
	const output: string[] = [];
	for (let index = 0; index < parts.length; index++) {
		const start = parts[index].indexOf(TOKEN_START);
		const isToken = start >= 0 && index + 2 < parts.length && parts[index + 1] !== '';
		output.push(isToken ? parts[index].slice(0, start) + REDACTED : parts[index]);
		if (isToken) index += 2;
	}
	return output.join('.');
}

function withoutAuthorization(text: string): string {
	let result = '';
	let from = 0;
	for (const { 0: scheme, index } of text.matchAll(AUTHORIZATION)) {
		CREDENTIALS.lastIndex = index + scheme.length;
		if (!CREDENTIALS.test(text)) continue;
		result += text.slice(from, index + scheme.length) + REDACTED;
		from = CREDENTIALS.lastIndex;
	}
	return result + text.slice(from);
}
