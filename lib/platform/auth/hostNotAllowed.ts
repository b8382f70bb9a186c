import { parseUrl } from '../../http/parseUrl';
import { createProblem, type Problem } from '../../problem/problem';
import { serviceText } from '../../problem/serviceText';

/**
 * Creates the problem of a request that would carry the credential to a host that is not allowed.
 * @param field field with the URL, to follow "correct the"
 */
export function hostNotAllowed(address: string, field = 'URL'): Problem {
	const url = parseUrl(address);
	const entry = !url?.host ? 'the host' : url.protocol === 'http:' ? url.origin : url.host;
	const host = !url?.host ? 'this URL' : `"${serviceText(entry)}"`;
	return createProblem('credential.hostNotAllowed', { host, field, entry: serviceText(entry) });
}
