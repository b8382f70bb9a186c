const SHOWN = '…';

/** Shorter texts are no secrets, and would be found everywhere. */
const SHORTEST_SECRET = 8;

/** How a secret may be written in an answer. */
interface Writings {
	/** Itself, and encoded for URLs, forms and JSON. */
	plain: string[];
	/** What every Base64 text with the secret in it has in common, whatever is around the secret there. */
	base64: string[];
}

/**
 * Takes secrets out of answers, whatever their status and wherever they repeat them: in any string or name of an
 * object, as they are or encoded for a URL, a form, JSON or Basic authentication.
 */
export class SecretRemover {
	private readonly writings: Writings;

	constructor(secrets: Iterable<string>) {
		const long = [...secrets].filter((secret) => secret.length >= SHORTEST_SECRET);
		this.writings = {
			plain: [...new Set(long.flatMap(plainWritings))].sort((a, b) => b.length - a.length),
			base64: [...new Set(long.flatMap(base64Writings))],
		};
	}

	/**
	 * Returns false if no part of the JSON text can hold a secret. JSON may write any character as an escape, so a text
	 * with a backslash is looked at again after it is parsed.
	 */
	mayBeIn(json: string): boolean {
		const { plain, base64 } = this.writings;
		if (plain.length === 0) return false;
		const isThere = (writing: string) => json.includes(writing);
		return json.includes('\\') || plain.some(isThere) || base64.some(isThere);
	}

	/** Changes objects and lists in place: they have just been parsed. Depth costs no stack. */
	removeFrom(value: unknown): unknown {
		const holder = { value };
		const open: object[] = [holder];
		for (let next = open.pop(); next; next = open.pop()) {
			const node = next as Record<string, unknown>;
			for (const key of Object.keys(node)) {
				const inner = node[key];
				if (typeof inner === 'object' && inner !== null) open.push(inner);
				this.replaceEntry(node, key, typeof inner === 'string' ? this.inText(inner) : inner);
			}
		}
		return holder.value;
	}

	inText(text: string): string {
		const { plain, base64 } = this.writings;
		const shown = plain.reduce((rest, writing) => rest.replaceAll(writing, SHOWN), text);
		return base64.reduce(withoutBase64, shown);
	}

	private replaceEntry(node: Record<string, unknown>, key: string, value: unknown): void {
		const name = Array.isArray(node) ? key : this.inText(key);
		if (name === key && value === node[key]) return;
		if (name !== key) delete node[key];
		// Assigned, a key such as __proto__ would change the object itself.
		Object.defineProperty(node, name, {
			value,
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
}

function plainWritings(secret: string): string[] {
	// Half of a character cannot be encoded.
	const url = encodeURIComponent(Buffer.from(secret).toString());
	const json = JSON.stringify(secret).slice(1, -1);
	const urls = [url, url.replace(/%../g, (code) => code.toLowerCase())];
	return [
		secret,
		...urls,
		...urls.map((each) => each.replaceAll('%20', '+')),
		json,
		json.replaceAll('/', '\\/'),
	];
}

/** How many characters of Base64 depend on what is before the secret, by the number of bytes there. */
const UNKNOWN_CHARACTERS = [0, 2, 3];

/** Base64 writes three bytes as four characters, so what it makes of a secret depends on where in three it begins. */
function base64Writings(secret: string): string[] {
	return UNKNOWN_CHARACTERS.flatMap((unknown, before) => {
		const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
		const known = bytes.toString('base64').slice(unknown, Math.floor((bytes.length * 4) / 3));
		return [known, known.replaceAll('+', '-').replaceAll('/', '_')];
	});
}

const BASE64 = /[\w+/=-]/;

/** The whole run of Base64 around it goes: its ends have bits of the secret, too. */
function withoutBase64(text: string, writing: string): string {
	let shown = '';
	let from = 0;
	for (let at = text.indexOf(writing); at >= 0; at = text.indexOf(writing, from)) {
		let start = at;
		let end = at + writing.length;
		while (start > from && BASE64.test(text[start - 1])) start -= 1;
		while (end < text.length && BASE64.test(text[end])) end += 1;
		shown += text.slice(from, start) + SHOWN;
		from = end;
	}
	return shown + text.slice(from);
}
