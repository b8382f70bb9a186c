import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { TENANT_ID } from '../../../emulator/account.mts';
import { signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { NONE } from '../../../lib/n8n/alignKeys';
import { chatlioFieldGroup } from '../../../lib/xdm/schema/chatlioSchema';
import { resetEmulator } from '../../harness/adobe';
import { results } from '../../harness/experiencePlatform';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { chosen } from '../../integration/operationCases/types';

const REGISTRY = '/data/foundation/schemaregistry';
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/1';

describe('a request has the form that Adobe’s specification and guide give it', () => {
	/** Response to everything but the token and the tenant ID. */
	let response: unknown;
	let stub: StubServer;
	beforeAll(async () => {
		stub = await stubServer(({ url }) => {
			if (url === '/ims/token/v3')
				return { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } };
			return { body: url.endsWith('/stats') ? { tenantId: 'acme' } : response };
		});
	});
	afterAll(async () => await stub.close());
	beforeEach(() => {
		stub.requests.length = 0;
	});

	const run = async (
		resource: string,
		operation: string,
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
	) => await results(stub.url, { resource, operation, parameters, items });

	const sentTo = (path: string) =>
		stub.requests
			.filter(({ method, url }) => method === 'POST' && url.endsWith(path))
			.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

	describe('Mapping Set: Preview', () => {
		const parameters = {
			mappingsFrom: 'json',
			schema: chosen(SCHEMA_ID),
			mappings: '[{ "sourceType": "ATTRIBUTE", "source": "id", "destination": "_id" }]',
			payload: '={{ $json }}',
		};
		const record = { _id: 'a' };

		it.each<[string, unknown]>([
			['a list', [{ data: record, errors: null }]],
			['one object', { data: record, errors: [] }],
			['an object with a list', { data: [record] }],
			['nothing else', [{ data: record }]],
		])('sends a list of one record, and reads %s', async (_, body) => {
			response = body;
			const item = { id: 'a', visitor: { name: 'Ana' } };
			expect(await run('mappingSet', 'preview', parameters, [item])).toEqual([
				{ record, warnings: [] },
			]);
			expect(sentTo('/preview').map(({ data }) => data)).toEqual([[item]]);
		});
	});

	const fields = JSON.stringify([
		{ path: 'chat.rating', type: 'integer' },
		{ path: 'chat.labels', type: 'map' },
		{ path: 'extra', type: 'map', title: 'Extra', description: 'What else is known' },
	]);
	const map = {
		type: 'object',
		'meta:xdmType': 'map',
		additionalProperties: { type: 'string' },
	};
	const ownFields = {
		chat: {
			title: 'chat',
			type: 'object',
			properties: {
				rating: { title: 'rating', type: 'integer' },
				labels: { title: 'labels', ...map },
			},
		},
		extra: { title: 'Extra', description: 'What else is known', ...map },
	};

	it.each<[string, INodeParameters, string, string]>([
		['none', {}, 'Ratings', 'Ratings Fields'],
		['an empty one', { options: { description: '' } }, 'Ratings', 'Ratings Fields'],
		['one', { options: { description: 'Of chats' } }, 'Of chats', 'Of chats'],
	])(
		'Schema: Create From Fields sends descriptions and marks maps: %s',
		async (_, options, ofSchema, ofGroup) => {
			response = { $id: 'https://ns.adobe.com/acme/mixins/1' };
			await run('schema', 'createFromFields', { title: 'Ratings', fields, ...options });
			const [group] = sentTo('/tenant/fieldgroups');
			expect(group).toMatchObject({
				description: ofGroup,
				definitions: { customFields: { properties: { _acme: { properties: ownFields } } } },
			});
			expect(sentTo('/tenant/schemas')).toEqual([
				expect.objectContaining({ title: 'Ratings', description: ofSchema }),
			]);
		},
	);

	it('Field Group: Create sends a description, too', async () => {
		response = { $id: 'https://ns.adobe.com/acme/mixins/1' };
		await run('fieldGroup', 'create', { title: 'Ratings', fields });
		expect(sentTo('/tenant/fieldgroups')).toEqual([
			expect.objectContaining({ title: 'Ratings', description: 'Ratings' }),
		]);
	});
});

describe('Set Up', () => {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterAll(async () => await emulator.stop());
	beforeEach(async () => await resetEmulator(emulator));

	const run = async (operation: string, parameters: INodeParameters) =>
		await results(emulator.url, {
			resource: 'chatlioSource',
			operation,
			parameters: { name: 'Shop', createNamespaces: true, ...parameters },
		});

	it.each([
		['raw', 1],
		['direct', 5],
	])('says in its preview which field depends on maps: %s', async (deliveryRoute, sets) => {
		const steps = await run('preview', { deliveryRoute });
		const noted = steps.filter(({ note }) => note !== NONE);
		expect(noted.map(({ kind }) => kind)).toEqual(Array(sets).fill('mapping set'));
		for (const { note } of noted) expect(note).toContain(`_${TENANT_ID}.chatlio.visitor.traits`);
	});

	it('says nothing of maps if n8n maps the records', async () => {
		const steps = await run('preview', { deliveryRoute: 'xdm' });
		expect(steps.filter(({ note }) => note !== NONE)).toEqual([]);
	});

	it('keeps a field group whose map does not say that it is one, and adds what it lacks', async () => {
		const http = await signIn(emulator.url);
		const old = structuredClone(chatlioFieldGroup(TENANT_ID)) as never as {
			definitions: {
				chatlio: {
					properties: Record<
						string,
						{ properties: { chatlio: { properties: Record<string, { properties: object }> } } }
					>;
				};
			};
		};
		const own = old.definitions.chatlio.properties[`_${TENANT_ID}`].properties.chatlio.properties;
		const plainMap = {
			title: 'Visitor Traits',
			type: 'object',
			additionalProperties: { type: 'string' },
		};
		Object.assign(own.visitor.properties, { traits: plainMap });
		delete own.subject;
		await emulator.control.settings({ mapXdmType: 'optional' });
		const { data } = await http.post(`${REGISTRY}/tenant/fieldgroups`, {
			...old,
			title: 'Shop Fields',
		});
		await emulator.control.settings({ mapXdmType: 'required' });

		const [row] = await run('setUp', { deliveryRoute: 'xdm' });
		expect(row.steps).toContainEqual(
			expect.objectContaining({ kind: 'field group', outcome: 'changed', id: data.$id }),
		);
		const { data: now } = await http.get(`${REGISTRY}/tenant/fieldgroups/${data['meta:altId']}`, {
			headers: { Accept: 'application/vnd.adobe.xed+json; version=1' },
		});
		const fields =
			now.definitions.chatlio.properties[`_${TENANT_ID}`].properties.chatlio.properties;
		expect(fields.visitor.properties.traits).toEqual(plainMap);
		expect(fields.subject).toMatchObject({ type: 'string' });
	});
});
