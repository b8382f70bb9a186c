import { ADOBE, adobeRow } from '../../harness/adobe';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

const SECRET = `p8e-<Kd&"w'9>-zX`;

const NAMES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

const escaped = (write: (character: string) => string, which = /[&<>"']/g) =>
	SECRET.replace(which, write);

const code = (character: string) => character.codePointAt(0)!;

const FORMS: Array<[string, string]> = [
	['named entities', escaped((character) => NAMES[character])],
	['decimal entities', escaped((character) => `&#${code(character)};`)],
	['decimal entities with zeros', escaped((character) => `&#0${code(character)};`)],
	['hexadecimal entities', escaped((character) => `&#x${code(character).toString(16)};`)],
	[
		'hexadecimal entities in upper case',
		escaped((character) => `&#X${code(character).toString(16).toUpperCase()};`),
	],
	['text of a page, where quotes stay', escaped((character) => NAMES[character], /[&<>]/g)],
	['an entity for every character', escaped((character) => `&#${code(character)};`, /./g)],
	['hexadecimal', Buffer.from(SECRET).toString('hex')],
	['hexadecimal in upper case', Buffer.from(SECRET).toString('hex').toUpperCase()],
];

let stub: StubServer;
let echo: unknown;

beforeAll(async () => {
	stub = await stubServer(({ url }) =>
		url.startsWith('/ims/')
			? { body: { access_token: 'eyJ-of-the-escaped-secrets' } }
			: { status: 403, body: echo },
	);
});
afterAll(async () => await stub.close());

describe.each(FORMS)('a secret that a reply repeats is not shown: %s', (_, form) => {
	it.each([
		['a page', `<html><body>key ${form} is unknown</body></html>`],
		['JSON', { title: `key ${form} is unknown` }],
	])('in %s', async (__, body) => {
		echo = body;
		const { output } = await runNode({
			registry: platformRegistry,
			type: 'adobeExperiencePlatform',
			parameters: { resource: 'dataflow', operation: 'getMany', returnAll: true },
			credentials: { [ADOBE]: adobeRow(stub.url, { clientSecret: SECRET }) },
			input: [{ json: {} }],
			node: { onError: 'continueErrorOutput' },
		});
		const shown = (output(1)[0].json.problem as { advice: string; message: string }) ?? {};
		const texts = `${shown.message} ${shown.advice}`;
		expect(texts).not.toContain(form);
		if (typeof body === 'object') expect(texts).toContain('key … is unknown');
	});
});
