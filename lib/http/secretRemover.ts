const REDACTED = '…';

/** Shorter texts are not treated as secrets: they would match everywhere. */
const SHORTEST_SECRET = 8;

/** Forms in which a response may contain a secret. */
interface SecretForms {
	/** The secret itself, and encoded for URLs, forms and JSON. */
	plain: string[];
	/** The secret in a page: any of its characters can be an entity. */
	html: RegExp[];
	/** The part that every Base64 text containing the secret has in common, whatever surrounds the secret in it. */
	base64: string[];
}

/**
 * Removes secrets from responses, whatever their status: from any string or object key, as plain text or encoded for a
 * URL, a form, JSON, HTML or Basic authentication, or in hexadecimal.
 */
export class SecretRemover {
	private readonly forms: SecretForms;

	constructor(secrets: Iterable<string>) {
		const long = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET);
		this.forms = {
			plain: [...new Set(long.flatMap(plainForms))].sort((a, b) => b.length - a.length),
			html: long.map(htmlForm),
			base64: [...new Set(long.flatMap(base64Forms))],
		};
	}

	/**
	 * Returns false if no part of the JSON text can contain a secret. JSON can escape any character, so a text with a
	 * backslash is checked again after parsing.
	 */
	mayBeIn(json: string): boolean {
		const { plain, base64 } = this.forms;
		if (plain.length === 0) return false;
		const isInText = (form: string) => json.includes(form);
		if (json.includes('\\') || plain.some(isInText) || base64.some(isInText)) return true;
		return this.withoutHtml(json) !== json;
	}

	/** Changes objects and lists in place, because they have just been parsed. Works without recursion, at any depth. */
	removeFrom(value: unknown): unknown {
		const holder = { value };
		const pending: object[] = [holder];
		for (let nextNode = pending.pop(); nextNode; nextNode = pending.pop()) {
			const node = nextNode as Record<string, unknown>;
			for (const key of Object.keys(node)) {
				const inner = node[key];
				if (typeof inner === 'object' && inner !== null) pending.push(inner);
				this.replaceEntry(node, key, typeof inner === 'string' ? this.inText(inner) : inner);
			}
		}
		return holder.value;
	}

	inText(text: string): string {
		const { plain, base64 } = this.forms;
		const withoutPlain = plain.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
		return base64.reduce(withoutBase64, this.withoutHtml(withoutPlain));
	}

	private withoutHtml(text: string): string {
		if (!ENTITY.test(text)) return text;
		return this.forms.html.reduce((rest, form) => rest.replace(form, REDACTED), text);
	}

	private replaceEntry(node: Record<string, unknown>, key: string, value: unknown): void {
		const name = Array.isArray(node) ? key : this.inText(key);
		if (name === key && value === node[key]) return;
		if (name !== key) delete node[key];
		// Plain assignment to a key such as __proto__ would change the object itself.
		Object.defineProperty(node, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
}

function plainForms(secret: string): string[] {
	// A lone surrogate cannot be encoded.
	const url = encodeURIComponent(Buffer.from(secret).toString());
	const json = JSON.stringify(secret).slice(1, -1);
	const hex = Buffer.from(secret).toString('hex');
	const urls = [url, url.replace(/%../g, (code) => code.toLowerCase())];
	return [
		secret,
		...urls,
		...urls.map((each) => each.replaceAll('%20', '+')),
		json,
		json.replaceAll('/', '\\/'),
		hex,
		hex.toUpperCase(),
	];
}

/** A text without one needs no search for secrets with entities. */
const ENTITY = /&(?:#|[a-z])/i;

/** Names of the characters that HTML reserves, as pages escape them. */
const ENTITY_NAMES: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/**
 * Matches a secret of which any character may be an entity, by its name or its decimal or hexadecimal code. The number of
 * leading zeros is limited, so that the search takes time proportional to the text.
 */
function htmlForm(secret: string): RegExp {
	const forms = [...secret].map((character) => {
		const code = character.codePointAt(0)!;
		const name = ENTITY_NAMES[character];
		return [
			`&#0{0,7}${code};`,
			`&#[xX]0{0,7}${inAnyCase(code.toString(16))};`,
			...(name ? [`&${name};`] : []),
			`\\u{${code.toString(16)}}`,
		].join('|');
	});
	return new RegExp(forms.map((each) => `(?:${each})`).join(''), 'gu');
}

const inAnyCase = (hex: string) =>
	hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** Number of Base64 characters that depend on the bytes before the secret, by the number of those bytes. */
const UNKNOWN_CHARACTERS = [0, 2, 3];

/** Base64 writes three bytes as four characters, so the encoded secret depends on its offset modulo three. */
function base64Forms(secret: string): string[] {
	return UNKNOWN_CHARACTERS.flatMap((unknownCharacters, bytesBefore) => {
		const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(secret)]);
		const known = bytes
			.toString('base64')
			.slice(unknownCharacters, Math.floor((bytes.length * 4) / 3));
		return [known, known.replaceAll('+', '-').replaceAll('/', '_')];
	});
}

const BASE64 = /[\w+/=-]/;

/** Replaces the whole Base64 run around the match: its ends also contain bits of the secret. */
function withoutBase64(text: string, form: string): string {
	let result = '';
	let from = 0;
	for (let index = text.indexOf(form); index >= 0; index = text.indexOf(form, from)) {
		let start = index;
		let end = index + form.length;
		while (start > from && BASE64.test(text[start - 1])) start -= 1;
		while (end < text.length && BASE64.test(text[end])) end += 1;
		result += text.slice(from, start) + REDACTED;
		from = end;
	}
	return result + text.slice(from);
}
