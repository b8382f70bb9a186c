import { Answer } from '../answer.mts';
import { registryProblem } from './registryProblems.mts';

const LIST = /^application\/vnd\.adobe\.(?:xed|xdm)(-id)?\+json$/;
const DESCRIPTORS = /^application\/vnd\.adobe\.xdm(-id|-link|-v2)?\+json$/;
const LOOKUP =
	/^application\/vnd\.adobe\.(?:xed|xdm)(-full)?(-notext|-desc|-deprecatefield)?\+json\s*;\s*version\s*=\s*(\d+)(\.\d+)?$/;

/** Returns the form that is requested for a list. A list takes no version; throws XDM-1006-400 for anything else. */
export function readListAccept(accept: string | undefined): 'short' | 'full' {
	const match = LIST.exec((accept ?? '').trim());
	if (match) return match[1] ? 'short' : 'full';
	throw registryProblem(
		'XDM-1006-400',
		'Accept header invalid',
		`The supplied Accept header is not valid: ${accept ?? ''} - A valid Accept value should look like application/vnd.adobe.'{xed|xdm'}+json`,
	);
}

/** Requested form of a single resource. */
export interface LookupForm {
	/** With all references resolved. */
	full: boolean;
	/** With titles and descriptions. */
	text: boolean;
	/** With the descriptors of a schema. */
	descriptors: boolean;
}

/** Returns the form that a lookup requests. Only version 1 exists: 406 for others, XDM-1007-400 without one. */
export function readLookupAccept(accept: string | undefined): LookupForm {
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
	return {
		full: match[1] !== undefined || match[2] === '-deprecatefield',
		text: match[2] !== '-notext',
		descriptors: match[2] === '-desc',
	};
}

const DESCRIPTOR_FORMS = { '-id': 'id', '-link': 'link', '-v2': 'paged' } as const;

/**
 * Returns the form that is requested for a list of descriptors, with `xdm` instead of `xed`. Throws XDM-1008-400 for
 * anything else.
 */
export function readDescriptorAccept(accept: string | undefined): 'id' | 'link' | 'full' | 'paged' {
	const match = DESCRIPTORS.exec((accept ?? '').trim());
	if (match) return match[1] ? DESCRIPTOR_FORMS[match[1] as keyof typeof DESCRIPTOR_FORMS] : 'full';
	throw registryProblem(
		'XDM-1008-400',
		'Accept header invalid',
		`The supplied Accept header is not valid: ${accept ?? ''} - A valid Accept value should look like application/vnd.adobe.xdm{-id|-link|-v2}+json`,
	);
}
