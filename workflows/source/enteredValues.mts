import { plain } from './textViews.mts';

/** The fields of the form that name a person. */
export type Entered = Partial<Record<'Email' | 'Visitor ID' | 'User ID', string | null>>;

export interface Searched {
	/** As people read them, in lower case. */
	values: string[];
	/** The address as Adobe gets it, in lower case; empty without one. */
	address: string;
	/** Names of the fields that are too short to search for. */
	tooShort: string[];
}

/** Shorter values occur by chance. */
const SHORTEST = 6;

/** Marks that people put around an address, and that may also begin one. */
const PAIRS: Record<string, string> = { "'": "'", '`': '`', '*': '*', _: '_', '~': '~', '{': '}' };

/** Returns what to search n8n for: the values as they were entered, and the address that Create Request sends. */
export function enteredValues(form: Entered): Searched {
	const address = addressIn(form.Email ?? '');
	const entered = (['Email', 'Visitor ID', 'User ID'] as const)
		.map((field) => ({
			field,
			value: plain(form[field] ?? '')
				.trim()
				.toLowerCase(),
		}))
		.filter(({ value }) => value !== '');
	const values = entered.map(({ value }) => value).filter(({ length }) => length >= SHORTEST);
	if (address.length >= SHORTEST) values.push(address);
	const tooShort = entered.filter(({ value }) => value.length < SHORTEST);
	return { values: [...new Set(values)], address, tooShort: tooShort.map(({ field }) => field) };
}

/** Takes the address out of a display name, brackets, `mailto:`, and punctuation. */
function addressIn(text: string): string {
	const target = plain(text)
		.replace(
			/mailto:([^\s?|<>"]*)(?:\?[^\s|<>"]*)?(?:\|[^\s<>]*)?/gi,
			(_, to) => ` ${decoded(to)} `,
		)
		.replace(/"[^"<]*" ?</g, '<');
	const found = /([^\s@<>"(),:;[\]\\\p{Pi}\p{Pf}\p{Ps}\p{Pe}]|[{}])+@[\p{L}\p{N}\p{M}.-]+/u.exec(
		target,
	);
	if (!found) return '';
	let address = found[0].replace(/[.-]+$/, '');
	const next = target[found.index + address.length] ?? '';
	while (address.startsWith('.') || (next !== '' && PAIRS[address[0]] === next))
		address = address.slice(1);
	return address.toLowerCase();
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
