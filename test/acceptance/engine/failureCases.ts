import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
} from 'n8n-workflow';
import type { ProblemCode } from '../../../lib/problem/problemCodes';
import { ADOBE, event } from '../../harness/adobe';
import type { SeenRequest, StubAnswer } from '../../harness/stubServer.mts';
import { operationCases } from '../../integration/operationCases';
import type { OperationCase } from '../../integration/operationCases/types';
import { PROBLEM_BY_STATUS, rejectionBody } from './refusalCases';

/** A run of a node in which every item fails. */
export interface FailureCase {
	/** Name of the node type, e.g. `chatlio`. */
	node: string;
	/** What the panel calls the choice, e.g. `dataflow.get`. */
	operation: string;
	/** What goes wrong. */
	failure: string;
	parameters: INodeParameters;
	/** The fields of the input items. */
	json: IDataObject;
	/** What the services answer to everything but requests for a token. */
	answer: (request: SeenRequest) => StubAnswer;
	/** What the token service answers; a token if absent. */
	token?: StubAnswer;
	/** Changes of the credentials' fields, by credential type. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** The code of the problem; any known one if absent. */
	code?: ProblemCode;
}

type Failure = Pick<FailureCase, 'failure' | 'code' | 'credentials' | 'token'> & {
	answer?: FailureCase['answer'];
	parameters?: INodeParameters;
	json?: IDataObject;
};

/** An expression that n8n cannot evaluate. */
const NOWHERE = '={{ $("Nowhere").item.json.x }}';

const valuesOf = ({ options = [] }: INodeProperties) =>
	options.map((option) => String('value' in option ? option.value : option.name));

/** Returns the values that the panel offers for a property, each after the value of the property that shows it. */
export const offeredChoices = (
	{ properties }: INodeTypeDescription,
	name: string,
	shownBy: string,
): Array<[string, string]> =>
	properties
		.filter((property) => property.name === name)
		.flatMap((property) => {
			const shows = (property.displayOptions?.show?.[shownBy] ?? []) as string[];
			return shows.flatMap((show) =>
				valuesOf(property).map((value): [string, string] => [show, value]),
			);
		});

const withFailures = (
	base: Omit<FailureCase, 'failure' | 'answer'>,
	failures: Failure[],
	answer: FailureCase['answer'] = () => ({ status: 404 }),
): FailureCase[] =>
	failures.map(({ parameters, ...failure }) => ({
		...base,
		answer,
		...failure,
		parameters: { ...base.parameters, ...parameters },
	}));

/** Failures of everything that asks Adobe's platform. */
const platformFailures = (settled: number[] = []): Failure[] => [
	...Object.entries(PROBLEM_BY_STATUS)
		.filter(([status]) => !settled.includes(Number(status)))
		.map(([status, code]) => ({
			failure: `status ${status}`,
			answer: (request: SeenRequest) => ({
				status: Number(status),
				body: rejectionBody(request, Number(status)),
			}),
			code,
		})),
	{ failure: 'a lost connection', answer: () => ({ drop: true }), code: 'adobe.noAnswer' },
	{
		failure: 'a page instead of JSON',
		answer: () => ({ body: '<html>Sign in</html>' }),
		code: 'adobe.unexpectedResponse',
	},
	...tokenFailures,
];

const tokenFailures: Failure[] = [
	{
		failure: 'a token service that is down',
		token: { status: 503 },
		code: 'credential.tokenServiceUnavailable',
	},
	{
		failure: 'a wrong secret',
		token: { status: 400, body: { error: 'invalid_client_secret' } },
		code: 'credential.clientSecretRejected',
	},
	{
		failure: 'an incomplete credential',
		credentials: { [ADOBE]: { organizationId: 'ACME' } },
		code: 'credential.organizationIdInvalid',
	},
	{
		failure: 'a host that is not allowed',
		credentials: { [ADOBE]: { allowedHosts: '' } },
		code: 'credential.hostNotAllowed',
	},
];

/** Resources that no operation chooses a sandbox for. */
export const OUTSIDE_SANDBOXES = ['privacyRequest', 'sandbox'];

/** Failures of the option Sandbox. */
const sandboxFailures: Failure[] = [
	{
		failure: 'an expression that cannot be evaluated',
		parameters: { options: { sandbox: NOWHERE } },
		code: 'setting.unreadable',
	},
	{
		failure: 'an expression that returns a list',
		parameters: { options: { sandbox: '={{ [1] }}' } },
		code: 'setting.wrongType',
	},
];

/** Answers what a case grants, else what the failure does. */
const granting =
	(grant: OperationCase['grant'], answer: FailureCase['answer']): FailureCase['answer'] =>
	(request) => {
		const granted = grant?.(request);
		return granted ? { body: granted } : answer(request);
	};

/**
 * Chooses every resource from its list instead of by its ID. n8n tests an ID with a pattern that it gives up after
 * 250 ms, which a busy machine reaches in one of hundreds of runs.
 */
const fromList = (parameters: INodeParameters): INodeParameters =>
	Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => {
			const isLocator = typeof value === 'object' && value !== null && '__rl' in value;
			return [name, isLocator ? { ...value, mode: 'list' } : value];
		}),
	) as INodeParameters;

export const platformCases: FailureCase[] = Object.entries(operationCases).flatMap(
	([resource, cases]) =>
		Object.entries(cases).flatMap(
			([operation, { parameters, json = {}, grant, settled, codes = {} }]) =>
				withFailures(
					{
						node: 'adobeExperiencePlatform',
						operation: `${resource}.${operation}`,
						parameters: fromList({ resource, operation, ...parameters }),
						json,
					},
					[
						...platformFailures(settled),
						...(OUTSIDE_SANDBOXES.includes(resource) ? [] : sandboxFailures),
					],
				).map((each) => ({
					...each,
					answer: granting(grant, each.answer),
					code: each.code && (codes[each.code] ?? each.code),
				})),
		),
);

export const chatlioCases: FailureCase[] = withFailures(
	{
		node: 'chatlio',
		operation: 'conversation.getMany',
		parameters: { resource: 'conversation', operation: 'getMany' },
		json: { mine: 1 },
	},
	[
		{ failure: 'status 401', answer: () => ({ status: 401 }), code: 'chatlio.keyRejected' },
		{ failure: 'status 403', answer: () => ({ status: 403 }), code: 'chatlio.noAccess' },
		{ failure: 'status 404', answer: () => ({ status: 404 }), code: 'chatlio.unexpectedStatus' },
		{
			failure: 'status 404 for a widget',
			answer: () => ({ status: 404 }),
			parameters: { widgets: 'one', widgetId: 'w1' },
			code: 'chatlio.widgetUnknown',
		},
		{ failure: 'status 429', answer: () => ({ status: 429 }), code: 'chatlio.rateLimited' },
		{ failure: 'status 503', answer: () => ({ status: 503 }), code: 'chatlio.unavailable' },
		{ failure: 'a lost connection', answer: () => ({ drop: true }), code: 'chatlio.unreachable' },
		{
			failure: 'a page instead of JSON',
			answer: () => ({ body: '<html>' }),
			code: 'chatlio.unexpectedResponse',
		},
		{
			failure: 'a rejection with status 200',
			answer: () => ({ body: { error: 'no plan' } }),
			code: 'chatlio.noConversations',
		},
		{
			failure: 'an empty widget ID',
			parameters: { widgets: 'one', widgetId: '={{ "" }}' },
			code: 'setting.expressionEmpty',
		},
		{
			failure: 'an invalid widget ID',
			parameters: { widgets: 'one', widgetId: '../all' },
			code: 'chatlio.widgetIdInvalid',
		},
		{
			failure: 'an expression that cannot be evaluated',
			parameters: { visitorData: NOWHERE },
			code: 'setting.unreadable',
		},
		{
			failure: 'an empty key',
			credentials: { chatlioApi: { apiKey: '' } },
			code: 'chatlio.keyMissing',
		},
		{
			failure: 'an invalid URL',
			credentials: { chatlioApi: { apiUrl: 'here' } },
			code: 'chatlio.urlInvalid',
		},
	],
);

const chatEvent = {
	event: 'newConversation',
	eventId: 'e1',
	receivedAt: '2026-01-31T12:00:00.000Z',
};

export const mapperCases: FailureCase[] = withFailures(
	{
		node: 'chatlioToXdm',
		operation: 'map',
		parameters: { tenantId: 'acme', options: {} },
		json: { ...chatEvent, message: 'Hi', visitor: { UUID: 'v1' } },
	},
	[
		{ failure: 'an item that is not an event', json: { mine: 1 }, code: 'event.unrecognized' },
		{
			failure: 'an event without an identity',
			json: { ...chatEvent, message: 'Hi' },
			parameters: { options: { withoutIdentity: 'fail' } },
			code: 'event.noIdentity',
		},
		{
			failure: 'a custom value that does not fit',
			json: { ...chatEvent, message: 'Hi', custom: { crm: { segment: 'a' } } },
			parameters: { options: { customMisfits: 'fail' } },
			code: 'event.customFieldMisfit',
		},
		{
			failure: 'an invalid tenant ID',
			parameters: { tenantId: '={{ "a b" }}' },
			code: 'mapping.tenantIdInvalid',
		},
		{
			failure: 'an invalid namespace',
			parameters: { visitorNamespace: 'a b' },
			code: 'mapping.namespaceInvalid',
		},
		{
			failure: 'a namespace that is a list',
			parameters: { visitorNamespace: '={{ [1] }}' },
			code: 'setting.wrongType',
		},
		{
			failure: 'an expression that cannot be evaluated',
			parameters: { visitorNamespace: NOWHERE },
			code: 'setting.unreadable',
		},
		{
			failure: 'keyed record IDs without a key',
			parameters: { options: { recordIds: '={{ "keyed" }}' } },
			code: 'recordIdKey.missing',
		},
		{
			failure: 'keyed record IDs with a key that is too short',
			parameters: { options: { recordIds: '={{ "keyed" }}' } },
			credentials: { chatlioRecordIdKeyApi: { secretKey: 'x' } },
			code: 'recordIdKey.unusable',
		},
	],
);

const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/7a1d';
const INLET_PATH = '/collection/667b41cf';

/** Records that an inlet could accept. */
const RECORDS: Record<string, IDataObject> = {
	dataflow: event('a'),
	xdm: event('a'),
	raw: { mine: 1 },
	message: { header: { imsOrgId: 'ACME@AdobeOrg' }, body: { xdmEntity: event('a') } },
};

/** Records that are not even sent, and the code of their problem. */
const BAD_RECORDS: Record<
	string,
	Array<[failure: string, json: IDataObject, code: ProblemCode]>
> = {
	dataflow: [['a record without an ID', { mine: 1 }, 'record.notAnEvent']],
	xdm: [['a record without an ID', { mine: 1 }, 'record.notAnEvent']],
	raw: [],
	message: [['a record without a header', { mine: 1 }, 'record.notAMessage']],
};

/** A dataflow as Flow Service describes it, with its inlet at the server of the test. */
const flowServiceAnswer = (change: IDataObject = {}, base: IDataObject = {}) =>
	(({ url, headers }: SeenRequest): StubAnswer => {
		const [, kind] = /\/flowservice\/(\w+)\//.exec(url) ?? [];
		const inletUrl = `http://${headers.host}${INLET_PATH}`;
		const entities: Record<string, IDataObject> = {
			flows: {
				id: FLOW_ID,
				name: 'Chat',
				state: 'enabled',
				updatedAt: 1,
				imsOrgId: 'ACME@AdobeOrg',
				flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877' },
				sourceConnectionIds: ['s1'],
				targetConnectionIds: ['t1'],
				...change,
			},
			sourceConnections: { baseConnectionId: 'b1' },
			connections: { auth: { params: { inletUrl, authenticationRequired: true, ...base } } },
			targetConnections: { params: { dataSetId: 'd1' }, data: { schema: { id: SCHEMA_ID } } },
		};
		return kind ? { body: { items: [entities[kind]] } } : { status: 404 };
	}) satisfies FailureCase['answer'];

/** Describes the dataflow, and answers as given at its inlet. */
const atInlet =
	(answer: StubAnswer): FailureCase['answer'] =>
	(request) =>
		request.url.startsWith('/collection') ? answer : flowServiceAnswer()(request);

const inletFailures: Failure[] = [
	...[302, 400, 401, 403, 404, 408, 413, 415, 429, 500, 501, 503, 520].map((status) => ({
		failure: `status ${status} of the inlet`,
		answer: atInlet({ status, body: { title: 'No', report: { message: 'Not today' } } }),
	})),
	{ failure: 'a lost connection of the inlet', answer: atInlet({ drop: true }) },
	{ failure: 'a page instead of JSON of the inlet', answer: atInlet({ body: '<html>' }) },
	{
		failure: 'a message that the inlet rejects',
		answer: atInlet({
			status: 207,
			body: { responses: [0, 1].map((messageId) => ({ messageId, status: 400, message: 'No' })) },
		}),
	},
];

const lookUpFailures: Failure[] = [
	...platformFailures().filter(({ failure }) => failure !== 'a host that is not allowed'),
	{
		failure: 'an expression that gives no dataflow',
		parameters: { dataflow: { __rl: true, mode: 'list', value: '={{ "" }}' } },
		code: 'setting.expressionEmpty',
	},
	{
		failure: 'a disabled dataflow',
		answer: flowServiceAnswer({ state: 'disabled' }),
		code: 'dataflow.notEnabled',
	},
	{
		failure: 'a dataflow without an inlet',
		answer: flowServiceAnswer({}, { inletUrl: null }),
		code: 'dataflow.noStreamingEndpoint',
	},
	{
		failure: 'an inlet on a host that is not allowed',
		answer: flowServiceAnswer({}, { inletUrl: `https://example.com${INLET_PATH}` }),
		code: 'credential.hostNotAllowed',
	},
	{
		failure: 'a dataflow that was just created',
		answer: (request) => flowServiceAnswer({ updatedAt: Date.now() })(request),
		parameters: { options: { newDataflow: 'doNotSend' } },
		code: 'dataflow.warmingUp',
	},
];

const endpointFailures: Failure[] = [
	{
		failure: 'a URL that is not an inlet',
		parameters: { endpointUrl: '={{ "nowhere" }}' },
		code: 'setting.invalid',
	},
	...tokenFailures.map((failure) => ({ ...failure, parameters: { authentication: 'adobe' } })),
];

/** Returns the cases of one destination and record format; `url` is that of the inlet's server. */
export function streamingCases(url: string, sendTo: string, recordFormat: string): FailureCase[] {
	const destination: INodeParameters =
		sendTo === 'dataflow'
			? { dataflow: { __rl: true, mode: 'list', value: FLOW_ID } }
			: {
					endpointUrl: `${url}${INLET_PATH}`,
					authentication: 'none',
					organizationId: 'ACME@AdobeOrg',
					datasetId: '5ef4551c52e054191a61f99f',
					schemaId: SCHEMA_ID,
					flowId: FLOW_ID,
				};
	return withFailures(
		{
			node: 'adobePlatformStreaming',
			operation: `${sendTo}.${recordFormat}`,
			parameters: { sendTo, recordFormat, ...destination },
			json: RECORDS[recordFormat],
		},
		[
			...(sendTo === 'dataflow' ? lookUpFailures : endpointFailures),
			...sandboxFailures,
			...inletFailures,
			...BAD_RECORDS[recordFormat].map(([failure, json, code]) => ({ failure, json, code })),
		],
		flowServiceAnswer(),
	).map((each) => ({
		...each,
		parameters: {
			...each.parameters,
			options: { retrySeconds: 0, ...(each.parameters.options as INodeParameters) },
		},
	}));
}
