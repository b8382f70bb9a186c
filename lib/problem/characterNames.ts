/** Names of characters that are pasted by mistake, in the words of Unicode where they say enough. */
const NAMES: Record<string, string> = {
	'\0': 'a null character',
	'\t': 'a tab',
	'\n': 'a line break',
	'\r': 'a carriage return',
	' ': 'a space',
	':': 'a colon',
	'\u00a0': 'a no-break space',
	'\u2010': 'a hyphen of another kind',
	'\u2011': 'a non-breaking hyphen',
	'\u2012': 'a figure dash',
	'\u2013': 'an en dash',
	'\u2014': 'an em dash',
	'\u2015': 'a horizontal bar',
	'\u2028': 'a line separator',
	'\u2029': 'a paragraph separator',
	'\u202f': 'a narrow no-break space',
	'\u2212': 'a minus sign',
	'\u3000': 'an ideographic space',
};

/** Names of invisible characters. */
const INVISIBLE: Record<string, string> = {
	'\u00ad': 'soft hyphen',
	'\u061c': 'Arabic letter mark',
	'\u180e': 'Mongolian vowel separator',
	'\u200b': 'zero width space',
	'\u200c': 'zero width non-joiner',
	'\u200d': 'zero width joiner',
	'\u200e': 'left-to-right mark',
	'\u200f': 'right-to-left mark',
	'\u202a': 'left-to-right embedding',
	'\u202b': 'right-to-left embedding',
	'\u202c': 'pop directional formatting',
	'\u202d': 'left-to-right override',
	'\u202e': 'right-to-left override',
	'\u2060': 'word joiner',
	'\u2061': 'function application',
	'\u2062': 'invisible times',
	'\u2063': 'invisible separator',
	'\u2064': 'invisible plus',
	'\u2066': 'left-to-right isolate',
	'\u2067': 'right-to-left isolate',
	'\u2068': 'first strong isolate',
	'\u2069': 'pop directional isolate',
	'\ufeff': 'byte order mark',
};

/** Names of kinds of characters, for those without a name of their own. */
const KINDS: Array<[pattern: RegExp, name: string]> = [
	[/\p{Cs}/u, 'half a character'],
	[/\p{Cc}/u, 'a control character'],
	[/\p{Z}/u, 'a space of another kind'],
	[/\p{Default_Ignorable_Code_Point}|\p{Cf}/u, 'an invisible character'],
	[/\p{M}/u, 'a combining mark'],
	[/\p{Co}|\p{Cn}/u, 'a character without a meaning'],
	[/\p{Pd}/u, 'a dash of another kind'],
	[/\p{Pi}|\p{Pf}/u, 'a quotation mark of another kind'],
	[/\p{Script=Cyrillic}/u, 'a Cyrillic letter'],
	[/\p{Script=Greek}/u, 'a Greek letter'],
	[/[\uff01-\uff5e]/u, 'a full-width character'],
];

/** Characters that a sentence can show: all others are invisible, or change the text around them. */
const SHOWN = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

/**
 * Describes a character for a sentence: by its code point, its name, and itself if it can be seen, such as
 * `"–" (U+2013, an en dash)` or `U+200B, an invisible character (zero width space),`.
 */
export function describeCharacter(character: string): string {
	const codePoint = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
	const text = [codePoint, nameOf(character)].filter(Boolean).join(', ');
	const isShown = SHOWN.test(character) && !isIgnorable(character);
	if (isShown) return `"${character}" (${text})`;
	return text === codePoint ? text : `${text},`;
}

/** Hangul fillers are letters that nobody can see. */
const isIgnorable = (character: string) => /\p{Default_Ignorable_Code_Point}/u.test(character);

function nameOf(character: string): string | undefined {
	if (Object.hasOwn(INVISIBLE, character))
		return `an invisible character (${INVISIBLE[character]})`;
	if (Object.hasOwn(NAMES, character)) return NAMES[character];
	return KINDS.find(([pattern]) => pattern.test(character))?.[1];
}
