import { normalizeValue } from './normalize';
import { trimSigns } from './trimSigns';

/**
 * Words that nearly every chat or URL contains, and names that sites give to visitors whom they do not know. Removing
 * them from texts would hide nobody and leave nothing to read. Short on purpose: any other name is searched for.
 */
const COMMON = new Set(
	[
		'a an and are as at be but by can do for from have hello help hey hi how i if in is it me my no not of ok on or please question so thanks the this to was we what with yes you your',
		'com html http https index info mail net org page www',
		'admin agent anonymous chat client customer email guest login me member n/a name na nobody none null support test undefined unknown user visitor',
		'aber auf der die ein eine für hallo ich ist ja mit nein nicht sie und wir',
		'avec bonjour ce dans est et je les merci ne nous oui pas pour que qui salut sur une vous',
		'del es gracias hola las los muy para pero por sí una y',
		'che ciao grazie não obrigado os olá een niet sono',
		'да здравствуйте и на не нет привет спасибо что это',
		'你好 您好 请问 谢谢 はい こんにちは です ます 네 안녕 안녕하세요',
	].flatMap((words) => words.split(' ')),
);

const LETTER = /\p{L}/u;

const SYMBOL = /[\p{L}\p{N}]/gu;

/** Nearly all names, which need no normalization. */
const PLAIN = /^[\w .'@-]+$/;

/**
 * Returns true if a name says enough to be searched for in texts. A single character, digits or punctuation alone and
 * common words occur everywhere: removing them would destroy the texts, and anyone can type such a name into a widget.
 */
export function isTelling(name: string): boolean {
	if (PLAIN.test(name)) return isTellingPlain(name) && !isCommon(name);
	const text = normalizeValue(name.normalize('NFC'));
	// Composed, because a Hangul syllable is one character.
	if (!hasTwoSymbols(text.normalize('NFC'))) return false;
	return !isCommon(name.normalize('NFKC')) && !isCommon(text);
}

const NO_SYMBOL = /[^a-z\d]+/gi;

const isTellingPlain = (name: string) =>
	/[a-z]/i.test(name) && name.replace(NO_SYMBOL, '').length > 1;

/** Returns true for a letter and another letter or a digit. */
const hasTwoSymbols = (text: string) => LETTER.test(text) && (text.match(SYMBOL)?.length ?? 0) > 1;

const isCommon = (name: string) => COMMON.has(trimSigns(name.toLowerCase()));
