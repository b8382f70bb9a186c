import fc from 'fast-check';
import { leaveSecrets, withNotes } from '../../../lib/http/requestNotes';
import { SecretRemover } from '../../../lib/http/secretRemover';

const SECRET = 'p8e-a+b/c="d\\é 9';
const remover = new SecretRemover([SECRET]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret in an answer is replaced', () => {
	it.each([
		['as it is', `key ${SECRET} is unknown`, 'key … is unknown'],
		['twice', `${SECRET}${SECRET}`, '……'],
		['encoded for a URL', `?key=${encodeURIComponent(SECRET)}&a=1`, '?key=…&a=1'],
		[
			'in lower case there',
			encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
			'…',
		],
		['encoded for a form', new URLSearchParams({ key: SECRET }).toString(), 'key=…'],
		['as JSON', JSON.stringify({ key: SECRET }), '{"key":"…"}'],
		['as JSON with every slash escaped', JSON.stringify(SECRET).replace('/', '\\/'), '"…"'],
		['as user name of Basic authentication', `Basic ${base64(`${SECRET}:`)} sent`, 'Basic … sent'],
		['as password', `Basic ${base64(`me:${SECRET}`)}`, 'Basic …'],
		['as password of a longer name', `Basic ${base64(`us:${SECRET}`)}`, 'Basic …'],
		['as password of another', `Basic ${base64(`user:${SECRET}`)}`, 'Basic …'],
		['in HTML', 'key p8e-a+b/c=&quot;d\\é 9 sent', 'key … sent'],
		['in HTML by codes', 'key p8e-a&#43;b&#x2F;c=&#0034;d\\&#233; 9 sent', 'key … sent'],
		['in hexadecimal', Buffer.from(SECRET).toString('hex'), '…'],
		['in Base64 for URLs', Buffer.from(`a${SECRET}`).toString('base64url'), '…'],
	])('%s', (_, text, shown) => {
		expect(remover.inText(text)).toBe(shown);
		expect(remover.mayBeIn(text)).toBe(true);
	});

	it('wherever it is, even in names, and nothing else changes', () => {
		const json = `{"a":["x ${JSON.stringify(SECRET).slice(1, -1)}",1,null,{"${encodeURIComponent(SECRET)}":true}],"__proto__":{"b":"x"}}`;
		const shown = remover.removeFrom(JSON.parse(json));
		expect(JSON.stringify(shown)).toBe('{"a":["x …",1,null,{"…":true}],"__proto__":{"b":"x"}}');
		expect(({} as { b?: unknown }).b).toBeUndefined();
	});

	it('written with escapes only', () => {
		const escaped = [...SECRET]
			.map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.join('');
		const json = `{"a":"${escaped}"}`;
		expect(remover.mayBeIn(json)).toBe(true);
		expect(remover.removeFrom(JSON.parse(json))).toEqual({ a: '…' });
	});

	it('a million levels deep', () => {
		const json = `${'['.repeat(1_000_000)}"${encodeURIComponent(SECRET)}"${']'.repeat(1_000_000)}`;
		let inner = remover.removeFrom(JSON.parse(json));
		while (Array.isArray(inner)) inner = inner[0] as unknown;
		expect(inner).toBe('…');
	});

	it('whatever is around it', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 8, unit: 'grapheme' }),
				fc.string(),
				fc.string(),
				(secret, before, after) => {
					const removing = new SecretRemover([secret]);
					const texts = [
						secret,
						encodeURIComponent(secret),
						base64(before + secret + after),
						JSON.stringify(secret).slice(1, -1),
					];
					for (const text of texts) {
						const shown = removing.inText(`${before} ${text} ${after}`);
						expect(shown).not.toContain(` ${text} `);
					}
				},
			),
		);
	});
});

it.each([[[]], [['']], [['short']]])('secrets %j are not looked for', (secrets) => {
	const none = new SecretRemover(secrets);
	expect(none.mayBeIn('"short \\" text"')).toBe(false);
	expect(none.inText('a short text')).toBe('a short text');
});

it('texts without the secret stay as they are', () => {
	expect(remover.mayBeIn('{"responses":[{"xactionId":"1"}]}')).toBe(false);
	expect(remover.inText('p8e-a+b')).toBe('p8e-a+b');
});

it('a credential leaves its secrets on any copy of the request, and nowhere else', () => {
	const secrets = new Set<string>();
	const request = withNotes({ url: 'https://a' }, { secrets });
	leaveSecrets({ ...request }, ['first']);
	leaveSecrets(Object.assign({}, request), ['second']);
	leaveSecrets({ url: 'https://a' }, ['third']);
	expect([...secrets]).toEqual(['first', 'second']);
	expect(JSON.stringify(request)).toBe('{"url":"https://a"}');
});
