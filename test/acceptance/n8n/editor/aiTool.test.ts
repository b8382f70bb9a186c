import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { TENANT_ID } from '../../../../emulator/account.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { execute } from './execute.mts';
import { stubServer, type StubServer } from '../../../harness/stubServer.mts';
import { until } from '../../../harness/until.mts';
import type { ChatlioEvent } from '../../../../lib/chatlio/chatlioEvent';
import { DEFAULT_OPTIONS } from '../../../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../../../lib/xdm/mapper/toXdmRecords';
import { prepareAdobe, type DemoDataflow } from '../../../../playground/adobe.mts';
import { emulatorCredential, readWorkflow } from '../../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../../playground/n8n-api.mts';

const SAMPLES = 'try-with-sample-events.json';

const PACKAGE = 'n8n-nodes-chatlio-aep.';

/** What a model is asked: what was said, and which tools it may call. */
interface Question {
	messages: Array<{ role: string; content: string }>;
	tools: Array<{
		function: { name: string; description: string; parameters: { properties: object } };
	}>;
}

let editor: Editor;
let model: StubServer;
let types: INodeTypeDescription[];
let dataflow: DemoDataflow;

/** What the model answers next; when nothing is left, that it is done. */
const answers: object[] = [];

function completion(message: object) {
	return {
		id: 'answer',
		object: 'chat.completion',
		created: 0,
		model: 'stand-in',
		choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

const callOf = (name: string, args: object) => ({
	content: null,
	tool_calls: [
		{ id: `call-${name}`, type: 'function', function: { name, arguments: JSON.stringify(args) } },
	],
});

beforeAll(async () => {
	model = await stubServer(() => ({
		body: completion(answers.shift() ?? { content: 'Done' }),
	}));
	editor = await openEditor();
	dataflow = await prepareAdobe(editor.emulator);
	const reply = await editor.page.request.get(`${editor.url}/types/nodes.json`);
	const all = (await reply.json()) as INodeTypeDescription[];
	types = all.filter(({ name }) => name.startsWith(PACKAGE));
});

afterAll(async () => {
	await editor?.close();
	await model?.close();
});

const questions = () =>
	model.requests
		.filter(({ url }) => url.endsWith('/chat/completions'))
		.map(({ body }) => JSON.parse(body) as Question);

/** The sample of a new conversation. */
function sampleEvent(): ChatlioEvent {
	const { pinData = {} } = readWorkflow(SAMPLES);
	const events = pinData['Chatlio Trigger'].map(({ json }) => json as ChatlioEvent);
	return events.find(({ event }) => event === 'newConversation')!;
}

/** An agent that gets the item, and our four tools with what a model may fill in. */
async function agentWorkflow(name: string, item: object): Promise<Workflow> {
	const { api, emulator } = editor;
	const adobe = await api.saveCredential(
		'Adobe',
		'adobeExperiencePlatformApi',
		emulatorCredential(emulator.url),
	);
	const chatlio = await api.saveCredential('Chatlio', 'chatlioApi', { apiKey: 'key' });
	const openAi = await api.saveCredential('Model', 'openAiApi', {
		apiKey: 'key',
		url: `${model.url}/v1`,
	});
	const [trigger] = readWorkflow(SAMPLES).nodes;
	const filledIn = (key: string, words: string) =>
		`={{ $fromAI('${key}', \`${words}\`, 'string') }}`;
	const tool = (
		name: string,
		type: string,
		parameters: WorkflowNode['parameters'],
		credentials: WorkflowNode['credentials'],
	) => ({ name, type: `${PACKAGE}${type}Tool`, typeVersion: 1, parameters, credentials });
	const forAdobe = { adobeExperiencePlatformApi: adobe };
	// Named as n8n names them when they are added to an agent.
	const tools = [
		tool(
			'Get many conversations in progress in Chatlio',
			'chatlio',
			{ widgets: 'one', widgetId: filledIn('Widget_ID', 'ID of the widget on the site') },
			{ chatlioApi: chatlio },
		),
		tool(
			'Chatlio to XDM',
			'chatlioToXdm',
			{ tenantId: { __rl: true, mode: 'id', value: '_acme' } },
			undefined,
		),
		tool(
			'Get many dataflows in Adobe Experience Platform',
			'adobeExperiencePlatform',
			{ resource: 'dataflow', operation: 'getMany' },
			forAdobe,
		),
		tool(
			'Adobe Platform Streaming',
			'adobePlatformStreaming',
			{ dataflow: { __rl: true, mode: 'id', value: dataflow.flowId } },
			forAdobe,
		),
	];
	const into = (type: string) => ({ [type]: [[{ node: 'AI Agent', type, index: 0 }]] });
	const placed = [
		{ ...trigger, position: [0, 0] },
		{
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3.1,
			position: [320, 0],
			parameters: { promptType: 'define', text: 'Do what is to be done with this chat' },
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			position: [160, 260],
			parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' } },
			credentials: { openAiApi: openAi },
		},
		...tools.map((each, index) => ({ ...each, position: [400 + index * 220, 260] })),
	].map((node) => ({ id: node.name, ...node }));
	return {
		name,
		nodes: placed,
		connections: {
			[trigger.name]: into('main'),
			Model: into('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, into('ai_tool')])),
		},
		pinData: { [trigger.name]: [{ json: item }] },
		settings: { executionOrder: 'v1' },
	};
}

test('n8n offers the four action nodes as tools, but not the trigger', () => {
	const tools = types.filter(({ outputs }) => outputs.includes('ai_tool' as never));
	expect(tools.map(({ displayName, description }) => [displayName, description]).sort()).toEqual([
		[
			'Adobe Experience Platform Tool',
			'Set up and monitor dataflows, datasets and schemas in Adobe Experience Platform',
		],
		[
			'Adobe Platform Streaming Tool',
			'Stream records into Adobe Experience Platform and report the outcome of every record',
		],
		['Chatlio Tool', 'Get the live-chat conversations that are in progress in Chatlio'],
		[
			'Chatlio to XDM Tool',
			'Turn Chatlio live-chat events into XDM records for Adobe Experience Platform',
		],
	]);
	expect(types.map(({ name }) => name)).not.toContain(`${PACKAGE}chatlioTriggerTool`);
});

test('every operation has a different description for a model', () => {
	const { properties } = types.find(({ name }) => name.endsWith('adobeExperiencePlatformTool'))!;
	const actions = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options }) => options as INodePropertyOptions[])
		.map(({ action }) => action);
	expect(actions.length).toBeGreaterThan(30);
	for (const action of actions) expect(action).toMatch(/^[A-Z][a-z]+ \w+ .*\w$|^\w+ \w+ \w+$/);
	expect(new Set(actions).size).toBe(actions.length);
});

describe('an agent with our tools', () => {
	beforeAll(async () => {
		await editor.openWorkflow(await agentWorkflow('Agent', sampleEvent()));
	});

	/** Runs the workflow with these responses of the model, and waits until the model has been asked once more. */
	async function run(...calls: object[]): Promise<Question[]> {
		const before = questions().length;
		answers.splice(0, answers.length, ...calls);
		await execute(editor.page.locator('[data-test-id="execute-workflow-button"]'));
		await until('the model was asked', () => questions().length > before + calls.length);
		await editor.page.getByText('Workflow executed successfully').first().waitFor();
		return questions().slice(before);
	}

	test('opens without a warning on any of them', async () => {
		const { page } = editor;
		const nodes = page.locator('[data-test-id="canvas-node"]');
		await until('all seven are drawn', async () => (await nodes.count()) === 7);
		expect(await page.locator('[data-test-id="node-issues"]').count()).toBe(0);
		await editor.picture('ai-agent');
	});

	test('describes their names, purpose and parameters to a model', async () => {
		const [{ tools }] = await run();
		const told = tools.map(({ function: { name, description, parameters } }) => ({
			...{ name, description, parameters: parameters.properties },
		}));
		expect(told.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
			{
				name: 'Adobe_Platform_Streaming',
				description:
					'Stream records into Adobe Experience Platform and report the outcome of every record',
				parameters: {},
			},
			{
				name: 'Chatlio_to_XDM',
				description: 'Turn Chatlio live-chat events into XDM records for Adobe Experience Platform',
				parameters: {},
			},
			{
				name: 'Get_many_conversations_in_progress_in_Chatlio',
				description: 'Get many conversations in progress in Chatlio',
				parameters: { Widget_ID: { type: 'string', description: 'ID of the widget on the site' } },
			},
			{
				name: 'Get_many_dataflows_in_Adobe_Experience_Platform',
				description: 'Get many dataflows in Adobe Experience Platform',
				parameters: {},
			},
		]);
	});

	test('maps the event if the model calls the tool, and returns the record', async () => {
		const [, { messages }] = await run(callOf('Chatlio_to_XDM', {}));
		const { content } = messages.find(({ role }) => role === 'tool')!;
		expect(JSON.stringify(content)).toContain('chatlio.newConversation');
		expect(JSON.stringify(content)).not.toContain('toolCallId');
	});

	test('delivers the record, without the fields that n8n added', async () => {
		const [record] = toXdmRecords(sampleEvent(), {
			...DEFAULT_OPTIONS,
			tenantKey: `_${TENANT_ID}`,
		}).records;
		await editor.openWorkflow(await agentWorkflow('Agent with a record', record));
		const [, { messages }] = await run(callOf('Adobe_Platform_Streaming', {}));
		const { content } = messages.find(({ role }) => role === 'tool')!;
		expect(JSON.stringify(content)).toContain('accepted');
		const stored = await editor.emulator.control.settled(1, { datasetId: dataflow.datasetId });
		expect(stored).toMatchObject([{ _id: record._id, status: 'stored' }]);
		expect(stored[0].record).not.toHaveProperty('toolCallId');
	});
});
