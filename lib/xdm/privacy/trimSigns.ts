const SYMBOL = /[\p{L}\p{N}]/u;

/** Nearly all names. */
const BARE = /^[a-z\d](?:[ -~]*[a-z\d])?$/i;

const MARK = /^\p{M}/u;

/** Removes the signs around a name, such as quotation marks, brackets and emoji. */
export function trimSigns(name: string): string {
	if (BARE.test(name)) return name;
	const characters = [...name];
	const start = characters.findIndex((one) => SYMBOL.test(one));
	if (start === -1) return '';
	let end = characters.findLastIndex((one) => SYMBOL.test(one)) + 1;
	while (end < characters.length && MARK.test(characters[end])) end++;
	return characters.slice(start, end).join('');
}
