import { Answer } from '../answer.mts';
import { registryProblem } from './registryProblems.mts';

const LIST = /^application\/vnd\.adobe\.xed(-id)?\+json$/;
const LOOKUP =
	/^application\/vnd\.adobe\.xed(-full)?(-notext|-desc|-deprecatefield)?\+json\s*;\s*version\s*=\s*(\d+)(\.\d+)?$/;

/** Whether a list is asked for in short form. A list takes no version; throws XDM-1006-400 for anything else. */
export function readListAccept(accept: string | undefined): 'short' | 'full' {
	const match = LIST.exec((accept ?? '').trim());
	if (match) return match[1] ? 'short' : 'full';
	throw registryProblem(
		'XDM-1006-400',
		'Accept header invalid',
		`The supplied Accept header is not valid: ${accept ?? ''} - A valid Accept value should look like application/vnd.adobe.'{xed|xdm'}+json`,
	);
}

/** Whether a lookup is asked for with everything resolved. Only version 1 exists: 406 for others, XDM-1007-400 without. */
export function readLookupAccept(accept: string | undefined): 'plain' | 'full' {
	const match = LOOKUP.exec((accept ?? '').trim());
	if (!match) {
		throw registryProblem(
			'XDM-1007-400',
			'Accept header invalid',
			`The supplied Accept header is not valid: ${accept ?? ''} - A valid Accept value should look like application/vnd.adobe.'{xed|xdm'}+json; version=1 (Version should be specified)`,
		);
	}
	if (match[3] !== '1') {
		throw new Answer(406, {
			type: '/placeholder/type/uri',
			status: 406,
			title: 'NotAcceptableError',
			detail: `The version ${match[3]} is not available`,
		});
	}
	return match[1] ? 'full' : 'plain';
}
