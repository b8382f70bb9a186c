import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { testCredential } from '../../harness/credentialTest';
import { platformRegistry } from '../../harness/experiencePlatform';
import { runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { chosen } from '../../integration/operationCases/types';

let stub: StubServer;
/** Returns the body of the nth page that is asked for, from 0. */
let pageOf: (nth: number, url: string) => unknown;

/** A list that is read beyond this number of pages does not end: the test stops it with an empty one. */
const TOO_MANY = 60;

beforeAll(async () => {
	let pages = 0;
	stub = await stubServer(({ url }) => {
		if (url.startsWith('/ims/')) {
			pages = 0;
			return { body: { access_token: 'eyJ-of-the-endless-lists' } };
		}
		const nth = (pages += 1) - 1;
		return { body: nth < TOO_MANY ? pageOf(nth, url) : {} };
	});
});
afterAll(async () => await stub.close());
beforeEach(() => (stub.requests.length = 0));

const reads = () => stub.requests.filter(({ url }) => !url.startsWith('/ims/')).length;

let accounts = 0;
const account = (change: IDataObject = {}) =>
	adobeRow(stub.url, { clientId: `endless-${(accounts += 1)}`, ...change } as never);

async function operate(resource: string, operation: string, parameters: INodeParameters = {}) {
	const { output, error } = await runNode({
		registry: platformRegistry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, returnAll: true, ...parameters },
		credentials: { [ADOBE]: account() },
		input: [{ json: {} }],
	});
	expect(error).toBeUndefined();
	return output(0).map(({ json }) => json);
}

const entities = (from: number, count = 100) =>
	Array.from({ length: count }, (_, index) => ({
		id: `id-${from + index}`,
		name: `name-${from + index}`,
	}));

/** The same entities in another order each time. */
const shuffled = <Entity>(list: Entity[], nth: number) =>
	list.map((_, index) => list[(index * 7 + nth) % list.length]);

/** How services page wrongly: the entities of the nth page. */
const KINDS: Array<[string, (nth: number) => ReturnType<typeof entities>, number]> = [
	['alternates two pages', (nth) => entities((nth % 2) * 100), 200],
	['ignores where to start, in an unstable order', (nth) => shuffled(entities(0), nth), 100],
	['alternates three pages', (nth) => entities((nth % 3) * 100), 300],
	['moves on by one', (nth) => entities(Math.min(nth, 2)), 102],
];

const byId = (list: Array<{ id: string }>) =>
	Object.fromEntries(list.map(({ id, ...fields }) => [id, fields]));

describe.each(KINDS)('a list of a service that %s ends:', (_, page, total) => {
	beforeEach(() => {
		pageOf = (nth, url) => {
			const list = page(nth);
			if (url.includes('sandbox-management')) return { sandboxes: list };
			if (url.includes('/catalog/')) return byId(list);
			const next = { href: `/x?continuationToken=token-${nth}` };
			return { items: list, _links: { next } };
		};
	});

	it.each([
		['sandbox', {}],
		['dataset', {}],
		['dataflow', {}],
		['dataflowRun', { dataflow: chosen(''), since: '', status: '' }],
	])('%s', async (resource, parameters) => {
		const rows = await operate(resource, 'getMany', parameters);
		expect(rows).toHaveLength(total);
		expect(new Set(rows.map(({ id, name }) => id ?? name)).size).toBe(total);
		expect(reads()).toBeLessThan(10);
	});

	it('the sandboxes that the test of the credential looks through', async () => {
		const row = account({ sandbox: 'prod' });
		const { status, message } = await testCredential(platformRegistry, ADOBE, row);
		expect(status).toBe('Error');
		expect(message).toContain('The field Sandbox is "prod", which this account cannot use');
		expect(reads()).toBeLessThan(10);
	});

	it('the batches in which failed records are looked for', async () => {
		const dataset = chosen('5c8c3c555033b814b69f947f');
		const rows = await operate('failedRecord', 'getMany', { dataset, since: '' });
		expect(rows).toEqual([]);
		expect(reads()).toBeLessThan(10);
	});
});

it('a cursor that comes again ends a list of empty pages', async () => {
	pageOf = (nth) => ({
		items: [],
		_links: { next: { href: `/x?continuationToken=${['a', 'b'][nth % 2]}` } },
	});
	expect(await operate('dataflow', 'getMany')).toEqual([]);
	expect(reads()).toBeLessThan(10);
});
