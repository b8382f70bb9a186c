import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { documented } from '../../harness/chatlioEvents';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';

const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new Chatlio(), new ChatlioToXdm()],
	[new AdobeExperiencePlatformApi(), new ChatlioApi()],
);

let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer(({ url }) =>
		url.startsWith('/ims/token')
			? { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } }
			: { status: 500 },
	);
});
afterAll(async () => await stub.close());

beforeEach(() => (stub.requests.length = 0));

async function problemOf(type: string, parameters: INodeParameters): Promise<unknown> {
	const { output } = await runNode({
		registry,
		type,
		parameters,
		credentials: { [ADOBE]: adobeRow(stub.url), chatlioApi: { apiKey: 'key', apiUrl: stub.url } },
		input: [{ json: { ...documented('newConversation') } }],
		node: { onError: 'continueErrorOutput' },
	});
	expect(output(0)).toEqual([]);
	expect(stub.requests.filter(({ url }) => !url.startsWith('/ims/token'))).toEqual([]);
	return output(1)[0].json.problem;
}

const NOTHING = ['={{ $json.missing }}', '={{ null }}', '={{ "" }}', '={{ " " }}'];

const platform = (resource: string, operation: string, parameters: INodeParameters = {}) => ({
	resource,
	operation,
	...parameters,
});

/** A field of a node, with the other parameters that show it. */
type Field = [
	label: string,
	type: string,
	name: string,
	parameters: INodeParameters,
	locator?: 'id' | 'url',
];

const FIELDS: Field[] = [
	['Dataflow', 'adobeExperiencePlatform', 'dataflow', platform('dataflow', 'get'), 'id'],
	['Dataset', 'adobeExperiencePlatform', 'dataset', platform('dataset', 'get'), 'id'],
	['Schema', 'adobeExperiencePlatform', 'schema', platform('schema', 'get'), 'url'],
	['Mapping Set ID', 'adobeExperiencePlatform', 'mappingSetId', platform('mappingSet', 'get')],
	['Title', 'adobeExperiencePlatform', 'title', platform('fieldGroup', 'create')],
	['Code', 'adobeExperiencePlatform', 'code', platform('identityNamespace', 'create')],
	['Widget ID', 'chatlio', 'widgetId', { widgets: 'one' }],
	['Put Text in Field', 'chatlioToXdm', 'textField', { operation: 'redact' }],
];

describe.each(FIELDS)('%s of %s', (label, type, name, parameters, mode) => {
	it.each(NOTHING)('is named if its expression %s gives nothing', async (expression) => {
		const value = (
			mode ? { __rl: true, mode, value: expression } : expression
		) as NodeParameterValueType;
		expect(await problemOf(type, { ...parameters, [name]: value })).toEqual({
			code: 'setting.expressionEmpty',
			message: `The expression of the field ${label} gave nothing`,
			advice: expect.stringContaining(`the field ${label} returns for this item`),
			retry: 'afterChange',
			field: label,
		});
	});
});

it.each(['={{ $json.missing }}', '={{ null }}'])(
	'Remove of Redact Text is named if its expression %s gives nothing',
	async (remove) => {
		expect(await problemOf('chatlioToXdm', { operation: 'redact', remove })).toMatchObject({
			code: 'setting.expressionEmpty',
			field: 'Remove',
		});
	},
);

it('an expression is not blamed for a field that was left empty', async () => {
	expect(await problemOf('chatlioToXdm', { operation: 'redact', textField: ' ' })).toMatchObject({
		code: 'setting.empty',
		message: 'The field Put Text in Field is empty',
	});
});
