/** A JSON Web Token, as Adobe's access tokens are, or what follows the scheme of an Authorization header. */
const TOKENS = [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, /(?<=\b(?:bearer|basic)[\s:]+)[\w.~+/-]{8,}=*/gi];

/** A service's own words, fit to be shown: a gateway's page may repeat the headers of the request it refuses. */
export const withoutTokens = (text: string) =>
	TOKENS.reduce((shown, token) => shown.replace(token, '…'), text);
