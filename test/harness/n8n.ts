import {
	Credentials,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	NodeHelpers,
	setSafeRegexEngine,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

// n8n interrupts the pattern of a panel's field after 250 ms, which any pattern may take on a busy machine. Earlier
// versions do not, and have no such function.
(setSafeRegexEngine as typeof setSafeRegexEngine | undefined)?.({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, `${flags ?? ''}g`))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

/** Values of each credential type, as n8n would have decrypted them. The row is written back on a token refresh. */
export type CredentialRows = Record<string, ICredentialDataDecryptedObject>;

export const PACKAGE = 'n8n-nodes-chatlio-aep';

type AnyNode = INodeType | IVersionedNodeType;

/** Hands its input on: the one core node every test workflow needs. */
class Start implements INodeType {
	description = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger' as const],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true as const,
		properties: [],
	};

	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	}
}

/** The node and credential types a test can use. */
export class Registry implements INodeTypes {
	readonly nodes: Record<string, AnyNode> = { 'test.start': new Start() };

	readonly credentialTypes: Record<string, ICredentialType> = {};

	add(nodes: AnyNode[], credentialTypes: ICredentialType[] = []) {
		for (const node of nodes) this.nodes[`${PACKAGE}.${node.description.name}`] = node;
		for (const type of credentialTypes) this.credentialTypes[type.name] = type;
		return this;
	}

	/** Loads the built package as n8n does with an installed community package. */
	static async fromBuiltPackage(directory: string) {
		const loader = new PackageDirectoryLoader(directory);
		await loader.loadAll();
		const registry = new Registry().add(
			Object.values(loader.nodeTypes).map(({ type }) => type),
			Object.values(loader.credentialTypes).map(({ type }) => type),
		);
		return { registry, loader };
	}

	getByName(type: string) {
		const node = this.nodes[type];
		if (!node) throw new Error(`Unknown node type ${type}`);
		return node;
	}

	getByNameAndVersion(type: string, version?: number) {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return {};
	}
}

/** n8n's own CredentialsHelper with an object in place of the database. Tokens are fetched and kept as n8n does. */
class TestCredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly rows: CredentialRows,
	) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types[type]?.properties ?? [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.types[typeName];
		return typeof authenticate === 'function'
			? await authenticate(credentials, requestOptions as IHttpRequestOptions)
			: (requestOptions as IHttpRequestOptions);
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		expired: boolean,
	) {
		const type = this.types[typeName];
		const token = type.properties.find(({ typeOptions }) => typeOptions?.expirable)?.name;
		const tested = node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
		const usable = token && credentials[token] && !expired && !tested;
		if (!type.preAuthentication || !token || usable) return undefined;
		const output = (await type.preAuthentication.call(helpers, credentials)) as IDataObject;
		Object.assign(this.rows[typeName], output);
		return Object.assign(credentials, output) as ICredentialDataDecryptedObject;
	}

	async runPreAuthentication() {
		return undefined;
	}

	async getCredentials(_details: unknown, type: string) {
		return new Credentials({ id: type, name: type }, type, '');
	}

	async getDecrypted(_data: IWorkflowExecuteAdditionalData, _details: unknown, type: string) {
		const declared = this.getCredentialsProperties(type);
		const defaults = Object.fromEntries(declared.map(({ name, default: value }) => [name, value]));
		return { ...defaults, ...this.rows[type] } as ICredentialDataDecryptedObject;
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}
}

/** What n8n gives to every execution, with an object in place of the credentials' database. */
export function additionalData(
	registry: Registry,
	credentials: CredentialRows,
	extra: Partial<IWorkflowExecuteAdditionalData> = {},
) {
	const base = 'http://localhost:5678';
	const data: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: new TestCredentialsHelper(registry.credentialTypes, credentials),
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: `${base}/`,
		webhookBaseUrl: `${base}/webhook`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		formBaseUrl: `${base}/form`,
		formTestBaseUrl: `${base}/form-test`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		logAiEvent: () => {},
		...extra,
	};
	return data as IWorkflowExecuteAdditionalData;
}

/** Every credential given is set on the node, as if chosen in its panel. */
const credentialDetails = (credentials: CredentialRows) =>
	Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }]));

export interface RunNodeOptions {
	registry: Registry;
	/** Without the package's name, e.g. chatlioToXdm. */
	type: string;
	parameters: INodeParameters;
	credentials?: CredentialRows;
	input: INodeExecutionData[];
	node?: Partial<INode>;
	mode?: WorkflowExecuteMode;
	/** IANA name; n8n's own default if absent. */
	timezone?: string;
	/** Called with the running execution, so that a test can stop it. */
	started?: (stop: () => void) => void;
	/** Called with each line that a manual execution shows while it runs. */
	told?: (text: string) => void;
}

export interface RunNodeResult {
	run: IRun;
	/** Items of an output: 0 is the normal one, 1 the error output when the node is set to have one. */
	output: (index?: number) => INodeExecutionData[];
	error: IRun['data']['resultData']['error'];
	/** Hints the node left for the panel. */
	hints: string[];
}

/** Runs one node behind a start node through n8n-core's real engine. */
export async function runNode(options: RunNodeOptions): Promise<RunNodeResult> {
	const { registry, credentials = {}, mode = 'manual' } = options;
	const type = `${PACKAGE}.${options.type}`;
	const nodes: INode[] = [
		{
			id: '1',
			name: 'Start',
			type: 'test.start',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: '2',
			name: 'Node',
			type,
			typeVersion: latestVersion(registry, type),
			position: [200, 0],
			parameters: options.parameters,
			credentials: credentialDetails(credentials),
			...options.node,
		},
	];
	const connections = {
		Start: { main: [[{ node: 'Node', type: NodeConnectionTypes.Main, index: 0 }]] },
	};
	const workflow = new Workflow({
		id: 'test-workflow',
		active: false,
		nodeTypes: registry,
		nodes,
		connections,
		settings: {
			executionOrder: 'v1',
			...(options.timezone !== undefined && { timezone: options.timezone }),
		},
	});
	const runData = createRunExecutionData();
	runData.executionData!.nodeExecutionStack.push({
		node: workflow.getNode('Start')!,
		data: { main: [options.input] },
		source: null,
	});
	const hooks = new ExecutionLifecycleHooks(mode, '1', {
		nodes,
		connections,
	} as unknown as IWorkflowBase);
	const execution = new WorkflowExecute(
		additionalData(registry, credentials, {
			hooks,
			sendDataToUI: (_: string, data: { messages: string[] }) =>
				data.messages.forEach((text) => options.told?.(text)),
		} as Partial<IWorkflowExecuteAdditionalData>),
		mode,
		runData,
	).processRunExecutionData(workflow);
	options.started?.(() => execution.cancel());
	const run = await execution;
	const [task] = run.data.resultData.runData.Node ?? [];
	return {
		run,
		error: run.data.resultData.error,
		output: (index = 0) => task?.data?.main?.[index] ?? [],
		hints: (task?.hints ?? []).map(({ message }) => message),
	};
}

function latestVersion(registry: Registry, type: string) {
	const { version } = registry.getByNameAndVersion(type).description;
	return Array.isArray(version) ? Math.max(...version) : version;
}

function loneNode(
	registry: Registry,
	shortType: string,
	parameters: INodeParameters,
	credentials: CredentialRows,
) {
	const type = `${PACKAGE}.${shortType}`;
	const node: INode = {
		id: '1',
		name: 'Node',
		type,
		typeVersion: latestVersion(registry, type),
		position: [0, 0],
		parameters,
		credentials: credentialDetails(credentials),
		webhookId: 'b7c9',
	};
	const workflow = new Workflow({
		id: 'test-workflow',
		active: true,
		nodeTypes: registry,
		nodes: [node],
		connections: {},
	});
	return { node: workflow.getNode('Node')!, workflow };
}

/** The real context of list searches and option loaders. */
export function loadOptionsContext(
	registry: Registry,
	type: string,
	parameters: INodeParameters,
	credentials: CredentialRows = {},
) {
	const { node, workflow } = loneNode(registry, type, parameters, credentials);
	const data = additionalData(registry, credentials, { currentNodeParameters: parameters });
	return new LoadOptionsContext(workflow, node, data, '');
}

/** The real context of a webhook's checkExists, create and delete. */
export function hookContext(
	registry: Registry,
	type: string,
	parameters: INodeParameters,
	credentials: CredentialRows = {},
) {
	const { node, workflow } = loneNode(registry, type, parameters, credentials);
	return new HookContext(
		workflow,
		node,
		additionalData(registry, credentials),
		'trigger',
		'activate',
		webhookData(registry, node),
	);
}

export interface IncomingRequest {
	/** The last segment decides the event, e.g. /webhook/b7c9/new-conversation. */
	path: string;
	body?: unknown;
	rawBody?: Buffer;
	/** n8n sets `rawBody` here when it has not read the body yet. */
	readRawBody?: () => Promise<void>;
	headers?: Record<string, string | string[]>;
	query?: Record<string, unknown>;
	method?: string;
	ip?: string;
}

export interface SentResponse {
	status?: number;
	headers: Record<string, string>;
	body?: unknown;
}

/** The real context of a trigger's `webhook()`, given what the service sent; `sent` is what the node itself answered. */
export function webhookContext(
	registry: Registry,
	type: string,
	parameters: INodeParameters,
	request: IncomingRequest,
	credentials: CredentialRows = {},
	mode: WorkflowExecuteMode = 'webhook',
) {
	const { node, workflow } = loneNode(registry, type, parameters, credentials);
	const sent: SentResponse = { headers: {} };
	const response = {
		closed: false,
		writableEnded: false,
		statusCode: 200,
		// n8n answers at once what the node hands over to it.
		once: (event: string, listener: () => void) => {
			if (event !== 'finish') return;
			void Promise.resolve().then(() => ((response.writableEnded = true), listener()));
		},
		status: (code: number) => ((sent.status = code), response),
		setHeader: (name: string, value: string) => (
			(sent.headers[name.toLowerCase()] = value),
			response
		),
		set: (name: string, value: string) => response.setHeader(name, value),
		header: (name: string, value: string) => response.setHeader(name, value),
		send: (body?: unknown) => ((sent.body = body), response),
		json: (body?: unknown) => ((sent.body = body), response),
		end: (body?: unknown) => ((sent.body = body ?? sent.body), response),
	};
	const incoming = {
		method: 'POST',
		query: {},
		params: {},
		ip: '127.0.0.1',
		readRawBody: async () => {},
		...request,
		headers: Object.fromEntries(
			Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
		),
	};
	const context = new WebhookContext(
		workflow,
		node,
		additionalData(registry, credentials, {
			httpRequest: incoming as never,
			httpResponse: response as never,
		}),
		mode,
		webhookData(registry, node),
		[],
		null,
	);
	return { context, sent };
}

function webhookData(registry: Registry, node: INode) {
	const { webhooks } = registry.getByNameAndVersion(node.type, node.typeVersion).description;
	return {
		httpMethod: 'POST' as const,
		node: node.name,
		path: 'b7c9',
		webhookDescription: webhooks![0],
		workflowId: 'test-workflow',
		workflowExecuteAdditionalData: undefined as never,
	};
}
