import type * as n8nWorkflow from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import type * as streamingModule from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import type * as platformModule from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import type * as chatlioModule from '../../../nodes/Chatlio/Chatlio.node';
import type * as xdmModule from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import type * as triggerModule from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { hookContext, Registry } from '../../harness/n8n';

const NODES = '../../../nodes';

/** Loads all nodes as n8n 1.123 and 2.0 would: their n8n-workflow has not all exports. */
function loadNodes(isOld: boolean): Record<string, INodeType> {
	const nodes: Record<string, INodeType> = {};
	jest.isolateModules(() => {
		if (isOld)
			jest.doMock('n8n-workflow', () => {
				const all = jest.requireActual<typeof n8nWorkflow>('n8n-workflow');
				const kept = Object.entries(all).filter(([name]) => name !== 'WorkflowExecuteModeList');
				return Object.fromEntries(kept);
			});
		const load = <Module extends object>(name: string) =>
			jest.requireActual<Module>(`${NODES}/${name}/${name}.node`);
		const { ChatlioTrigger } = load<typeof triggerModule>('ChatlioTrigger');
		const { ChatlioToXdm } = load<typeof xdmModule>('ChatlioToXdm');
		const { AdobePlatformStreaming } = load<typeof streamingModule>('AdobePlatformStreaming');
		const { AdobeExperiencePlatform } = load<typeof platformModule>('AdobeExperiencePlatform');
		const { Chatlio } = load<typeof chatlioModule>('Chatlio');
		Object.assign(nodes, {
			chatlioTrigger: new ChatlioTrigger(),
			chatlioToXdm: new ChatlioToXdm(),
			adobePlatformStreaming: new AdobePlatformStreaming(),
			adobeExperiencePlatform: new AdobeExperiencePlatform(),
			chatlio: new Chatlio(),
		});
	});
	jest.dontMock('n8n-workflow');
	return nodes;
}

const NAMES = [
	'adobeExperiencePlatform',
	'adobePlatformStreaming',
	'chatlio',
	'chatlioToXdm',
	'chatlioTrigger',
];

const noticesOf = ({ properties }: INodeTypeDescription) =>
	properties.filter(({ name }) => name === 'oldN8n');

/** Publishes a workflow with the trigger, as n8n does. */
async function publish(trigger: INodeType, parameters = {}) {
	const registry = new Registry().add([trigger], []);
	const { create } = trigger.webhookMethods!.default!;
	return await create.call(hookContext(registry, 'chatlioTrigger', parameters));
}

const pathsOf = ({ description }: INodeType) =>
	description.webhooks!.map(({ path }) => path).sort();

describe('on an n8n that answers before it stores', () => {
	const nodes = loadNodes(true);
	const trigger = nodes.chatlioTrigger;

	it.each([
		['as it is at first', {}],
		['with Immediately chosen', { respond: 'immediately' }],
		['with any other valid settings', { events: ['chatTranscript'], options: { maxBodySize: 1 } }],
	])('the trigger refuses to be published %s', async (_, parameters) => {
		await expect(publish(trigger, parameters)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message:
				'Respond: this n8n answers Chatlio before it stores an event, so an event could be lost when n8n stops. Upgrade n8n to 2.20 or later, or choose When Workflow Finishes and paste those URLs into Chatlio',
		});
	});

	it('can be published if the answer waits for the workflow', async () => {
		await expect(publish(trigger, { respond: 'whenFinished' })).resolves.toBe(true);
	});

	it('has no URL that is answered immediately: both kinds of URLs always work', () => {
		expect(pathsOf(trigger)).toHaveLength(5);
		for (const path of pathsOf(trigger)) expect(path).toMatch(/-wait$/);
	});

	it.each(NAMES)('every node shows a notice, first of all: %s', (name) => {
		const { description } = nodes[name];
		expect(noticesOf(description)).toHaveLength(1);
		expect(description.properties[0]).toMatchObject({ type: 'notice', name: 'oldN8n' });
		expect(description.properties[0].displayName).toContain('older than 2.20');
		expect(description.properties[0].displayOptions).toBeUndefined();
	});
});

describe('on a supported n8n', () => {
	const nodes = loadNodes(false);

	it.each(NAMES)('no node shows the notice: %s', (name) => {
		expect(noticesOf(nodes[name].description)).toEqual([]);
	});

	it('the trigger can be published with both ways to respond, and has the URLs of both', async () => {
		const trigger = nodes.chatlioTrigger;
		for (const respond of ['immediately', 'whenFinished'])
			await expect(publish(trigger, { respond })).resolves.toBe(true);
		expect(pathsOf(trigger)).toHaveLength(10);
	});
});
