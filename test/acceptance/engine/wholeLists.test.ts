import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Problem } from '../../../lib/problem/problem';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { testCredential } from '../../harness/credentialTest';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

let stub: StubServer;
let platform: (query: URLSearchParams, path: string, request: SeenRequest) => StubAnswer;

beforeAll(async () => {
	stub = await stubServer((request) => {
		const { pathname, searchParams } = new URL(request.url, 'http://stub');
		if (pathname === '/ims/token/v3') return { body: { access_token: 'eyJ-of-the-lists' } };
		return platform(searchParams, pathname, request);
	});
});
afterAll(async () => await stub.close());
beforeEach(() => (stub.requests.length = 0));

const count = (query: URLSearchParams, name: string, fallback: number) =>
	Number(query.get(name) ?? fallback);

let accounts = 0;
const newAccount = (change: IDataObject = {}) =>
	adobeRow(stub.url, { clientId: `client-${(accounts += 1)}`, ...change } as never);

async function operate(resource: string, operation: string, parameters: INodeParameters) {
	const { output, error } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: newAccount() },
		input: [{ json: {} }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return {
		rows: output(0).map(({ json }) => json),
		problems: output(1).map(({ json }) => json.problem as unknown as Problem),
	};
}

describe('the sandboxes of a credential', () => {
	const sandboxes = (amount: number) =>
		Array.from({ length: amount }, (_, index) => ({ name: `sandbox-${index + 1}` }));

	/** Adobe's list: pages of at most `largest`, and of `usual` if no limit is asked for. */
	const listing =
		(amount: number, usual: number, largest = 100): typeof platform =>
		(query) => {
			const from = count(query, 'offset', 0);
			const limit = Math.min(count(query, 'limit', usual), largest);
			return { body: { sandboxes: sandboxes(amount).slice(from, from + limit) } };
		};

	const check = async (sandbox: string) =>
		await testCredential(platformRegistry, ADOBE, newAccount({ sandbox }));

	it.each([
		['the 75th of 76', 76, 50, 100, 'sandbox-75'],
		['the 51st', 51, 50, 100, 'sandbox-51'],
		['the first on the last page', 101, 20, 100, 'sandbox-101'],
		['one after pages that are shorter than asked for', 76, 20, 20, 'sandbox-76'],
	])('are all known to its test: %s', async (_, amount, usual, largest, sandbox) => {
		platform = listing(amount, usual, largest);
		expect(await check(sandbox)).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	it('are all named when the right one is missing', async () => {
		platform = listing(76, 50);
		const { status, message } = await check('prod');
		expect(status).toBe('Error');
		expect(message).toContain('The field Sandbox is "prod", which this account cannot use');
		const asked = stub.requests.map(({ url }) => url).filter((url) => url.includes('sandbox'));
		expect(asked.at(-1)).toContain('offset=76');
	});

	it('are read once by a service that knows no pages', async () => {
		platform = () => ({ body: { sandboxes: sandboxes(60) } });
		expect((await check('prod')).message).toContain('"prod", which this account cannot use');
		expect(stub.requests.length).toBeLessThan(5);
	});

	it('are all returned by Sandbox: Get Many, also in pages that are shorter than asked for', async () => {
		platform = listing(76, 20, 20);
		const { rows } = await operate('sandbox', 'getMany', { returnAll: true });
		expect(rows).toHaveLength(76);
		expect(new Set(rows.map(({ name }) => name)).size).toBe(76);
	});
});

const PREVIEW = {
	name: 'Shop',
	deliveryRoute: 'xdm',
	inlet: 'open',
	source: 'httpApi',
	profile: false,
	createNamespaces: true,
	options: {},
};

/** An empty sandbox, apart from what a test has. */
const withOnly =
	(service: string, answer: typeof platform): typeof platform =>
	(query, path, request) => {
		if (path.includes(service)) return answer(query, path, request);
		if (path.endsWith('/stats')) return { body: { tenantId: 'acme' } };
		if (path.includes('/idnamespace/')) return { body: [] };
		if (path.includes('/catalog/')) return { body: {} };
		return { body: { results: [], items: [], data: [] } };
	};

describe('a dataset that Set Up looks for by its name', () => {
	it('is found behind a page whose only match appears again on the next', async () => {
		const others = Array.from({ length: 99 }, (_, index) => `Other ${index}`);
		// Both names contain the one that is looked for; only the second is equal to it.
		const names = [...others, 'Shop Events of last year', 'Shop Events'];
		platform = withOnly('/catalog/', (query) => {
			const from = count(query, 'start', 0);
			// Another dataset is created while the list is read, so that everything moves on by one.
			const list = from === 0 ? names : ['Just created', ...names];
			const page = list.slice(from, from + count(query, 'limit', 20));
			const schemaRef = { id: '<id of schema Shop Events>' };
			return {
				body: Object.fromEntries(
					page.map((name) => [`id of ${name}`.replaceAll(' ', '-'), { name, schemaRef }]),
				),
			};
		});
		const { rows } = await operate('chatlioSource', 'preview', PREVIEW);
		expect(rows.find(({ kind }) => kind === 'dataset')).toMatchObject({
			outcome: 'found',
			id: 'id-of-Shop-Events',
		});
	});
});

describe('a schema or field group that is looked for by its title', () => {
	it.each([
		['schemas', 'schema', 'Shop Events'],
		['fieldgroups', 'field group', 'Shop Fields'],
	])('is found in %s although pages with equal titles overlap', async (path, kind, title) => {
		// The registry's pages start with a title: all resources with that title are on the next page again.
		const pages: Record<string, { results: IDataObject[]; next: string | null }> = {
			'': {
				results: [{ $id: 'other', title: `A ${title}` }],
				next: `A ${title}`,
			},
			[`A ${title}`]: {
				results: [
					{ $id: 'other', title: `A ${title}` },
					{ $id: 'ours', title },
				],
				next: null,
			},
		};
		platform = withOnly(`/tenant/${path}`, (query, url) => {
			if (url.includes('/ours')) return { body: { $id: 'ours', title, definitions: {} } };
			const { results, next } = pages[query.get('start') ?? ''];
			return { body: { results: results, _page: { next } } };
		});
		const { rows } = await operate('chatlioSource', 'preview', PREVIEW);
		expect(rows.find((row) => row.kind === kind)).toMatchObject({ outcome: 'found', id: 'ours' });
	});
});
