import type { INodeParameters } from 'n8n-workflow';
import { ChatlioWebhookApi } from '../../../credentials/ChatlioWebhookApi.credentials';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { hookContext, Registry, webhookContext } from '../../harness/n8n';
import { documented } from '../../payloads';

const trigger = new ChatlioTrigger();
const registry = new Registry().add([trigger], [new ChatlioWebhookApi()]);
const { description } = trigger;

const ALL: ChatlioEventKind[] = CHATLIO_EVENTS.map(({ kind }) => kind);

/** The events that start a workflow whose trigger has these parameters. */
async function startedBy(parameters: INodeParameters): Promise<ChatlioEventKind[]> {
	const started: ChatlioEventKind[] = [];
	for (const { kind, path } of CHATLIO_EVENTS) {
		const text = JSON.stringify(documented[kind]);
		const { context } = webhookContext(registry, 'chatlioTrigger', parameters, {
			path: `/webhook/b7c9/${path}`,
			body: JSON.parse(text) as unknown,
			rawBody: Buffer.from(text),
			headers: { 'content-type': 'application/json' },
		});
		const { workflowData } = await trigger.webhook.call(context);
		if (workflowData) started.push(kind);
	}
	return started;
}

/** Returns the value of one of the description's expressions, from n8n's own expression engine. */
function shown(expression: string, parameters: INodeParameters): unknown {
	const { workflow, node } = hookContext(registry, 'chatlioTrigger', parameters);
	return workflow.expression.getSimpleParameterValue(node, expression, 'internal', {});
}

/** The events whose URLs the panel shows. */
const urlsShown = (parameters: INodeParameters) =>
	description
		.webhooks!.filter(({ ndvHideUrl }) => shown(String(ndvHideUrl), parameters) === false)
		.map(({ path }) => path);

/** The first chat's comes first. */
const PATHS = [
	'new-conversation',
	'chat-transcript',
	'offline-message',
	'unanswered-message',
	'visitor-feedback',
];

describe('all events start the workflow', () => {
	test.each<[string, INodeParameters]>([
		['in a new node', {}],
		['if All Events is chosen', { events: ['all'] }],
		['if all five are chosen, as a saved workflow may have them', { events: ALL }],
		['if one is chosen besides All Events', { events: ['all', 'newConversation'] }],
		['if All Events is added to another choice', { events: ['visitorFeedback', 'all'] }],
	])('%s', async (_, parameters) => {
		expect(await startedBy(parameters)).toEqual(ALL);
	});
});

test.each<[ChatlioEventKind[]]>([[['newConversation']], [['offlineMessage', 'unansweredMessage']]])(
	'only %p start the workflow if only they are chosen',
	async (events) => {
		expect((await startedBy({ events })).sort()).toEqual([...events].sort());
	},
);

describe('the panel', () => {
	test.each<[string, INodeParameters, string[]]>([
		['all five for All Events', { events: ['all'] }, PATHS],
		['all five once each for all five', { events: ALL }, PATHS],
		['all five for All Events and another', { events: ['newConversation', 'all'] }, PATHS],
		['those of the chosen events', { events: ['newConversation'] }, ['new-conversation']],
		[
			'those that wait, for When Workflow Finishes',
			{ events: ['all'], respond: 'whenFinished' },
			PATHS.map((path) => `${path}-wait`),
		],
	])('shows the URLs of %s', (_, parameters, paths) => {
		expect(urlsShown(parameters)).toEqual(paths);
	});

	test.each<[string[], string]>([
		[['all'], 'all events'],
		[['newConversation', 'all'], 'all events'],
		[ALL, 'all events'],
		[['newConversation', 'visitorFeedback'], 'new conversation, visitor feedback'],
	])('says below the node of %p: %s', (events, subtitle) => {
		expect(shown(description.subtitle!, { events })).toBe(subtitle);
	});

	test('offers All Events first, with an action of its own, and chooses it in a new node', () => {
		const { options, default: initial } = description.properties.find(
			({ name }) => name === 'events',
		)!;
		expect(options![0]).toMatchObject({
			name: 'All Events',
			value: 'all',
			action: 'On all Chatlio events',
		});
		expect(initial).toEqual(['all']);
	});
});

describe('Authentication names what protects the URLs', () => {
	const { options } = description.properties.find(({ name }) => name === 'authentication')!;

	test('with the values that saved workflows have', () => {
		const choices = options!.map((option) => [option.name, 'value' in option && option.value]);
		expect(choices).toEqual([
			['Basic Auth', 'basicAuth'],
			['Secret in URL', 'secretInUrl'],
			['URL Only', 'none'],
		]);
	});

	test('says of URL Only what the URL holds and how to treat it', () => {
		expect(JSON.stringify(options)).toContain(
			'Each URL holds a random 122-bit ID that n8n makes for this trigger. Whoever has the URL can post: treat it as a password.',
		);
	});
});
