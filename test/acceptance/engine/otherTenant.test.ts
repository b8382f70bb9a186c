import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { ORG_ID } from '../../../emulator/account.mts';
import {
	prepareDataflow,
	type PrepareOptions,
	type PreparedDataflow,
} from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { Problem } from '../../../lib/problem/problem';
import { chatlioFieldGroup } from '../../../lib/xdm/schema/chatlioSchema';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRegistry, adobeRow, event, resetEmulator } from '../../harness/adobe';
import { documented } from '../../harness/chatlioEvents';
import { Registry, runNode, type RunNodeResult } from '../../harness/n8n';

const registry = adobeRegistry();
const mapper = new Registry().add([new ChatlioToXdm()]);

let adobe: Emulator;
let prepared: PreparedDataflow;
let flowId: string;

beforeAll(async () => {
	adobe = await startEmulator();
});
afterAll(async () => await adobe?.stop());

const prepare = async (options: Partial<PrepareOptions> = {}) =>
	await prepareDataflow(adobe.url, {
		name: 'Chatlio XDM',
		format: 'xdm',
		authenticated: true,
		fieldGroup: (tenantId) => chatlioFieldGroup(tenantId),
		...options,
	});

beforeEach(async () => {
	await resetEmulator(adobe);
	prepared = await prepare();
	({ flowId } = prepared);
});

async function send(records: object[], parameters: INodeParameters = {}): Promise<RunNodeResult> {
	return await runNode({
		registry,
		type: 'adobePlatformStreaming',
		parameters: { dataflow: { __rl: true, mode: 'id', value: flowId }, ...parameters },
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input: records.map((json) => ({ json: json as IDataObject })),
		node: { onError: 'continueErrorOutput' },
	});
}

/** Maps the documented conversation for a tenant. */
async function mapped(tenant: string): Promise<IDataObject> {
	const { output } = await runNode({
		registry: mapper,
		type: 'chatlioToXdm',
		parameters: { tenantId: { __rl: true, mode: 'id', value: tenant } },
		input: [{ json: { ...documented('newConversation') } }],
	});
	return output()[0].json;
}

const sent = ({ output }: RunNodeResult) => output().map(({ json }) => json._id);
const problems = ({ output }: RunNodeResult) =>
	output(1).map(({ json }) => json.problem as unknown as Problem);

const schemaRequests = async () => await adobe.control.requests('/schemaregistry/tenant/schemas/');

const CHATLIO = { chatlio: { conversation: { id: 'c1' } } };

describe('a record with the fields of another tenant', () => {
	it('is not sent, and both tenants are named', async () => {
		const record = await mapped('acmee');
		const { output } = await send([record]);
		expect(output(1)[0].json).toEqual({
			...record,
			delivery: expect.objectContaining({ status: 'notSent', attempts: 0 }),
			problem: {
				code: 'record.otherTenant',
				message:
					'The record has the fields of the tenant _acmee, and the schema has those of _acme: Adobe would accept the record, but not store it',
				advice:
					'Set Tenant ID of Chatlio to XDM to Automatic or to _acme, or choose a dataflow of the other organization. Then map the event again.',
				retry: 'never',
				field: '_acmee',
			},
		});
		expect(await adobe.control.records()).toEqual([]);
	});

	it.each(['_acm', '_ACME', '_acme2', '_a-c_me'])('is not sent if it is %s', async (tenant) => {
		const result = await send([event('a', { [tenant]: CHATLIO })]);
		expect(problems(result)).toEqual([
			expect.objectContaining({ code: 'record.otherTenant', field: tenant }),
		]);
	});

	it('is not sent if it has those of its own tenant, too', async () => {
		const result = await send([event('a', { _acme: CHATLIO, _acmee: CHATLIO })]);
		expect(problems(result)).toMatchObject([{ code: 'record.otherTenant' }]);
	});

	it('does not keep others from being sent', async () => {
		const result = await send([
			event('a', { _acme: CHATLIO }),
			event('b', { _acmee: CHATLIO }),
			event('c'),
			event('d', { _other: CHATLIO }),
		]);
		expect(sent(result)).toEqual(['a', 'c']);
		expect(problems(result).map(({ field }) => field)).toEqual(['_acmee', '_other']);
	});

	it('is not sent to a schema without fields of a tenant', async () => {
		({ flowId } = await prepare({ name: 'Plain', fieldGroup: undefined }));
		const result = await send([event('a', { _acmee: CHATLIO })]);
		expect(problems(result)).toMatchObject([{ code: 'record.otherTenant' }]);
	});

	it('is held back as a profile record, too', async () => {
		const options = { schemaBehavior: 'record' };
		const result = await send([{ _id: 'a', _acmee: { tier: 'gold' } }], { options });
		expect(problems(result)).toMatchObject([{ code: 'record.otherTenant' }]);
	});

	describe('in a complete message', () => {
		const sendMessages = async (...entities: object[]) => {
			const { schemaId, datasetId } = prepared;
			const schemaRef = {
				id: schemaId,
				contentType: 'application/vnd.adobe.xed-full+json;version=1',
			};
			const records = entities.map((xdmEntity) => ({
				header: { schemaRef, imsOrgId: ORG_ID, datasetId, source: { name: 'Test' } },
				body: { xdmMeta: { schemaRef }, xdmEntity },
			}));
			return await send(records, { recordFormat: 'message' });
		};

		it('is not sent', async () => {
			const result = await sendMessages(
				event('a', { _acmee: CHATLIO }),
				event('b', { _acme: CHATLIO }),
			);
			expect(problems(result)).toMatchObject([{ code: 'record.otherTenant', field: '_acmee' }]);
			const stored = await adobe.control.records();
			expect(stored).toMatchObject([{ message: { body: { xdmEntity: { _id: 'b' } } } }]);
		});
	});

	it('asks Adobe once for the schema', async () => {
		const records = [event('a', { _acmee: CHATLIO }), event('b', { _acmee: CHATLIO })];
		await Promise.all([send(records), send(records)]);
		await send(records);
		expect(await schemaRequests()).toHaveLength(1);
	});
});

describe('a record is sent', () => {
	it('without asking for the schema if it has the fields of the schema’s tenant', async () => {
		const record = await mapped('acme');
		expect(sent(await send([record]))).toEqual([record._id]);
		expect(await schemaRequests()).toEqual([]);
	});

	it.each<[string, object]>([
		['Adobe’s own object', { _experience: { analytics: {} } }],
		['a text', { _acmee: 'text' }],
		['a list', { _acmee: [1] }],
		['null', { _acmee: null }],
		['an object without an underscore', { acmee: CHATLIO }],
		['an underscore deeper inside', { _acme: { _acmee: CHATLIO } }],
	])('if it has %s', async (_, extra) => {
		expect(sent(await send([event('a', extra)]))).toEqual(['a']);
	});

	it('if the schema cannot be read', async () => {
		await adobe.control.fault({
			match: { path: '/schemaregistry/tenant/schemas/' },
			times: 0,
			action: { status: 403 },
		} as never);
		expect(sent(await send([event('a', { _acmee: CHATLIO })]))).toEqual(['a']);
	});

	it('as raw data, which the dataflow maps', async () => {
		const mappings = [{ sourceType: 'ATTRIBUTE', source: '_id', destination: '_id' }];
		({ flowId } = await prepare({ name: 'Chatlio Raw', format: 'raw', mappings }));
		expect(sent(await send([{ _id: 'a', _acmee: CHATLIO }]))).toEqual(['a']);
	});

	it('to a streaming endpoint without a credential', async () => {
		const { inletUrl, schemaId, datasetId } = await prepare({ name: 'Open', authenticated: false });
		const result = await send([event('a', { _acmee: CHATLIO })], {
			sendTo: 'endpoint',
			endpointUrl: inletUrl,
			recordFormat: 'xdm',
			schemaId,
			datasetId,
			organizationId: ORG_ID,
		});
		expect(sent(result)).toEqual(['a']);
	});
});
