import { describeCharacter } from './characterNames';
import { serviceError } from './serviceError';
import { untrimmedText, wrongType } from './parameterValue';

/**
 * Text that becomes part of a request. HTTP libraries drop or change characters that a header or a URL cannot have,
 * without a word: the sandbox `d–ev` would become `dev`. So every text is checked before it is sent, and nothing is
 * corrected except white space at its ends.
 */

interface Rule {
	/** Matches a character that the text must not have. */
	foreign: RegExp;
	/** The characters that it can have, for a sentence. */
	allowed: string;
}

const WITH_SPACES = 'unaccented letters, digits, punctuation and spaces';

/** Printable ASCII without the space: what Adobe's IDs, secrets and addresses consist of. */
const VISIBLE_ASCII: Rule = {
	foreign: /[^\x21-\x7e]/u,
	allowed: 'unaccented letters, digits and punctuation, without spaces',
};

const NAME_CHARACTERS: Rule = {
	foreign: /[^A-Za-z0-9_-]/u,
	allowed: 'unaccented letters, digits, - and _',
};

/** The characters of each kind of text. */
const RULES = {
	/**
	 * Adobe's names have lowercase letters, digits and hyphens. Uppercase and underscores are left to Adobe. Source:
	 * "Sandbox UI guide" and Sandbox API reference.
	 */
	sandbox: NAME_CHARACTERS,
	/**
	 * Dataflows, datasets and mapping sets have UUIDs or hexadecimal IDs. In a filter, a comma would separate two of
	 * them. Source: "Sorting and filtering responses in the Flow Service API".
	 */
	resourceId: NAME_CHARACTERS,
	/** IDs of schemas, which are URLs, of organizations, of clients and of Chatlio's widgets. */
	id: VISIBLE_ASCII,
	url: VISIBLE_ASCII,
	/** The user name of Basic Auth ends at the first colon. Source: RFC 7617. */
	basicAuthUser: {
		foreign: /[^\x20-\x39\x3b-\x7e]/u,
		allowed: 'unaccented letters, digits, spaces and punctuation except colons',
	},
	/** Source: RFC 6749, appendix A.2. */
	secret: { foreign: /[^\x20-\x7e]/u, allowed: WITH_SPACES },
	/** Separated by commas or spaces. Source: RFC 6749, section 3.3. */
	scopes: { foreign: /[^\x20-\x7e]/u, allowed: WITH_SPACES },
	/** Separated by commas or white space. */
	hosts: { foreign: /[^\t\n\r\x20-\x7e]/u, allowed: WITH_SPACES },
	/** Source: RFC 9110, section 5.5; other octets are obsolete. */
	header: { foreign: /[^\t\x20-\x7e]/u, allowed: WITH_SPACES },
	/** The first characters of names by which Set Up finds everything again; the other rules follow in isUsableName. */
	name: {
		foreign: /[^\p{L}\p{N}\x20-\x7e]/u,
		allowed: 'letters, digits, spaces and . _ - ( )',
	},
} as const satisfies Record<string, Rule>;

export type RequestTextKind = keyof typeof RULES;

/** The first character of a text that its kind cannot have. */
export interface ForeignCharacter {
	/** Its description, for a sentence. */
	character: string;
	/** In characters, from 1. */
	position: number;
	/** Characters that the text can have, for a sentence. */
	allowed: string;
}

/** Finds the first character that this kind of text does not allow; returns undefined if all are allowed. */
export function findForeignCharacter(
	text: string,
	kind: RequestTextKind,
	offset = 0,
): ForeignCharacter | undefined {
	const { foreign, allowed } = RULES[kind];
	const found = foreign.exec(text);
	if (!found) return undefined;
	const position = offset + [...text.slice(0, found.index)].length + 1;
	return { character: describeCharacter(found[0]), position, allowed };
}

/**
 * Reads a field whose text goes into a request. A missing value is an empty text.
 * @param label of the field in the panel
 * @returns the text exactly as it was entered, without the white space around it
 * @throws ServiceError that names the field, and the character that the text cannot have
 */
export function requestText(value: unknown, label: string, kind: RequestTextKind): string {
	const { text, found } = checkedText(value, label, label, kind);
	if (!found) return text;
	throw serviceError('setting.invalidCharacter', { label, ...found }, { field: label });
}

/** Reads a field of a credential like `requestText`. */
export function credentialText(value: unknown, label: string, kind: RequestTextKind): string {
	const name = `${label} of the credential`;
	const { text, found } = checkedText(value, name, label, kind);
	if (!found) return text;
	throw serviceError('credential.invalidCharacter', { label, ...found }, { field: label });
}

function checkedText(value: unknown, name: string, field: string, kind: RequestTextKind) {
	// The last digits of a longer number are lost before it arrives here.
	if (typeof value === 'number' && !Number.isSafeInteger(value))
		throw wrongType(name, value, 'text', field);
	const entered = untrimmedText(value, name, field);
	const { text, offset } = withoutSurroundingSpace(entered);
	return { text, found: findForeignCharacter(text, kind, offset) };
}

/** Not String.prototype.trim, which also removes the invisible byte order mark and spaces of other kinds. */
const PLAIN_SPACE = ' \t\n\v\f\r';

function withoutSurroundingSpace(entered: string): { text: string; offset: number } {
	let offset = 0;
	let end = entered.length;
	while (offset < end && PLAIN_SPACE.includes(entered[offset])) offset += 1;
	while (end > offset && PLAIN_SPACE.includes(entered[end - 1])) end -= 1;
	return { text: entered.slice(offset, end), offset };
}
