import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import type { Problem } from '../../../lib/problem/problem';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { documented } from '../../harness/chatlioEvents';
import { Registry, runNode, type RunNodeResult } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const time = skipWaits();

const registry = new Registry().add([new ChatlioToXdm()], [new AdobeExperiencePlatformApi()]);

const STATS: StubAnswer = { body: { imsOrg: 'ACME@AdobeOrg', tenantId: 'acme' } };
const BUSY: StubAnswer = { status: 503, body: {} };

let adobe: StubAnswer;
let account = 0;
let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer(({ url }) =>
		url.startsWith('/ims/token')
			? { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } }
			: adobe,
	);
});
afterAll(async () => await stub.close());

beforeEach(() => {
	adobe = STATS;
	account += 1;
	stub.requests.length = 0;
	time.onWait = undefined;
});

interface Run {
	/** Undefined: as a new node has it. */
	tenantId?: NodeParameterValueType;
	withAdobe?: boolean;
	items?: IDataObject[];
	visitorNamespace?: string;
}

async function run({
	tenantId,
	withAdobe = true,
	items = [{}],
	visitorNamespace,
}: Run = {}): Promise<RunNodeResult> {
	return await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: {
			...(tenantId !== undefined && { tenantId }),
			...(visitorNamespace && { visitorNamespace }),
		},
		credentials: withAdobe
			? { [ADOBE]: adobeRow(stub.url, { clientId: `tenant-${account}` }) }
			: {},
		input: items.map((extra) => ({
			json: { ...documented('newConversation'), ...extra } as IDataObject,
		})),
		node: { onError: 'continueErrorOutput' },
	});
}

const lookups = () => stub.requests.filter(({ url }) => url.includes('/schemaregistry/stats'));
const tenantsOf = ({ output }: RunNodeResult) =>
	output().map(({ json }) => Object.keys(json).filter((key) => /^_(?!id$)/.test(key)));
const problemsOf = ({ output }: RunNodeResult) =>
	output(1).map(({ json }) => json.problem as unknown as Problem);

const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value }) as never;

describe('a new node', () => {
	it('uses the tenant of the credential’s organization', async () => {
		expect(tenantsOf(await run())).toEqual([['_acme']]);
	});

	it('looks it up once for all items and executions, also for those that start together', async () => {
		await Promise.all([run({ items: [{}, {}] }), run(), run()]);
		await run();
		time.advance(7 * 24 * 3_600_000);
		expect(tenantsOf(await run({ items: [{}, {}] }))).toEqual([['_acme'], ['_acme']]);
		expect(lookups()).toHaveLength(1);
	});

	it('looks it up once if other fields have expressions', async () => {
		const result = await run({ items: [{}, {}, {}], visitorNamespace: '={{ "Browser" }}' });
		expect(tenantsOf(result)).toEqual([['_acme'], ['_acme'], ['_acme']]);
		expect(lookups()).toHaveLength(1);
	});

	it('keeps it while Adobe does not answer', async () => {
		await run();
		adobe = BUSY;
		time.advance(3_600_000);
		expect(tenantsOf(await run())).toEqual([['_acme']]);
	});

	it('looks it up for each credential', async () => {
		await run();
		account += 1;
		adobe = { body: { tenantId: 'other' } };
		expect(tenantsOf(await run())).toEqual([['_other']]);
	});

	it('waits for Adobe before the first lookup', async () => {
		adobe = BUSY;
		time.onWait = () => (adobe = STATS);
		expect(tenantsOf(await run())).toEqual([['_acme']]);
	});

	it('asks again at once after a lookup that failed', async () => {
		adobe = BUSY;
		const [problem] = problemsOf(await run());
		expect(problem).toMatchObject({
			code: 'adobe.unavailable',
			retry: 'later',
			advice: expect.stringMatching(/Or set Tenant ID to By ID and enter it, e\.g\. _acme\.$/),
		});
		adobe = STATS;
		expect(tenantsOf(await run())).toEqual([['_acme']]);
	});

	it('says what Adobe does not allow', async () => {
		adobe = { status: 403, body: { error_code: '403025' } };
		const result = await run({ items: [{}, {}] });
		expect(result.output()).toEqual([]);
		expect(problemsOf(result).map(({ message }) => message)).toEqual([
			'Could not read the tenant ID: Adobe answered with status 403',
			'Could not read the tenant ID: Adobe answered with status 403',
		]);
	});

	it('asks for the credential or the tenant ID if it has neither', async () => {
		expect(problemsOf(await run({ withAdobe: false }))).toEqual([
			{
				code: 'mapping.tenantNeedsCredential',
				message: 'Tenant ID is Automatic, and this node has no Adobe credential to look it up with',
				advice:
					'Choose the Adobe credential in this node, or set Tenant ID to By ID and enter it, e.g. _acme.',
				retry: 'afterChange',
				field: 'Tenant ID',
			},
		]);
	});
});

test('an untouched list of an older version counts as Automatic', async () => {
	expect(tenantsOf(await run({ tenantId: locator('list', '') }))).toEqual([['_acme']]);
});

test.each([
	['list', '_acmee'],
	['list', 'acmee'],
	['id', ' _acmee '],
	['id', '={{ "acmee" }}'],
	['id', '=_acmee'],
])('a tenant that is chosen, by %s as %s, is used without asking Adobe', async (mode, value) => {
	expect(tenantsOf(await run({ tenantId: locator(mode, value) }))).toEqual([['_acmee']]);
	expect(tenantsOf(await run({ tenantId: locator(mode, value), withAdobe: false }))).toEqual([
		['_acmee'],
	]);
	expect(lookups()).toHaveLength(0);
});

describe('an expression that gives nothing', () => {
	test.each([
		['id', '={{ $json.tenant }}'],
		['id', '={{ undefined }}'],
		['id', '={{ null }}'],
		['id', '={{ "" }}'],
		['id', '={{ "  " }}'],
		['id', '='],
		['list', '={{ $json.tenant }}'],
		['list', '={{ "" }}'],
	])('%s %s is named as such', async (mode, value) => {
		expect(problemsOf(await run({ tenantId: locator(mode, value) }))).toEqual([
			{
				code: 'setting.expressionEmpty',
				message: 'The expression of the field Tenant ID gave nothing',
				advice:
					'Look at what the expression of the field Tenant ID returns for this item: a field that it names may be missing, empty, or have another name.',
				retry: 'afterChange',
				field: 'Tenant ID',
			},
		]);
	});

	it('fails only the items for which it does', async () => {
		const tenantId = locator('id', '={{ $json.tenant }}');
		const result = await run({ tenantId, items: [{ tenant: 'acme' }, {}, { tenant: '_other' }] });
		expect(tenantsOf(result)).toEqual([['_acme'], ['_other']]);
		expect(problemsOf(result).map(({ code }) => code)).toEqual(['setting.expressionEmpty']);
	});
});

test('an empty tenant ID that no expression gives does not run', async () => {
	await expect(run({ tenantId: locator('id', '') })).rejects.toThrow(
		/A tenant ID has letters, digits, hyphens and underscores, e\.g\. _acme/,
	);
});
