import {
	Workflow,
	type INodeParameters,
	type NodeHint,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { prepareDataflow, type PreparedDataflow } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { ADOBE, adobeRegistry, adobeRow, event, otherProcess } from '../../harness/adobe';
import { runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';

/** The module with n8n's log, which n8n-core brings along. */
const LOGGER = '@n8n/backend-common';
const { Logger } = jest.requireActual<{ Logger: { prototype: { info: (line: string) => void } } }>(
	require.resolve(LOGGER, { paths: [require.resolve('n8n-core')] }),
);

const time = skipWaits();
/** By how much the time here is ahead of the emulator's. */
let aheadMs = 0;
time.onWait = (ms) => (aheadMs += ms);

let adobe: Emulator;
/** Lines of n8n's log at its usual level. */
const log: string[] = [];

beforeAll(async () => {
	adobe = await startEmulator();
	jest.spyOn(Logger.prototype, 'info').mockImplementation((line) => void log.push(line));
});
afterAll(async () => await adobe?.stop());
beforeEach(() => void (log.length = 0));

/** A dataflow that Adobe may lose data of for so many milliseconds. */
async function young(name: string, leftMs: number): Promise<PreparedDataflow> {
	const flow = await prepareDataflow(adobe.url, {
		name,
		format: 'xdm',
		authenticated: true,
		aged: false,
	});
	await adobe.control.ageFlow(flow.flowId, 300_000 - leftMs - aheadMs);
	return flow;
}

async function stream(
	{ flowId }: PreparedDataflow,
	mode: WorkflowExecuteMode,
	options: INodeParameters = {},
) {
	const told: string[] = [];
	const { hints, output } = await runNode({
		registry: otherProcess(),
		type: 'adobePlatformStreaming',
		parameters: { dataflow: { __rl: true, mode: 'id', value: flowId }, options },
		credentials: { [ADOBE]: adobeRow(adobe.url) },
		input: [{ json: event(`waits-${flowId}`) }],
		node: { onError: 'continueErrorOutput' },
		timezone: 'Asia/Kolkata',
		mode,
		told: (text) => told.push(text),
	});
	return { hints, told, statuses: output(0).map(({ json }) => json.delivery) };
}

const STARTS =
	/^Waiting (?:\d+ seconds|\d minutes), until \d\d:\d\d \(Asia\/Kolkata\), before sending: the dataflow "(.+)" was created or changed less than five minutes ago, and Adobe may lose what it accepts until then$/;

describe('while the first event waits for a young dataflow', () => {
	it.each<[string, WorkflowExecuteMode]>([
		['in an execution that the trigger started', 'webhook'],
		['in one that was started by hand', 'manual'],
	])('the log says for which, and until when: %s', async (name, mode) => {
		const { statuses, told } = await stream(await young(name, 130_000), mode);
		expect(statuses).toHaveLength(1);
		const [first] = log.filter((line) => line.includes('Waiting'));
		expect(first.replace('Node: ', '')).toMatch(STARTS);
		expect(STARTS.exec(first.replace('Node: ', ''))![1]).toBe(name);
		// n8n shows the lines of a manual execution in the browser's console.
		expect(told.filter((text) => STARTS.test(text)).length > 0).toBe(mode === 'manual');
	});

	it('a hint on the output says how long it was', async () => {
		const { hints } = await stream(await young('Shop XDM', 170_000), 'webhook');
		const waited =
			/^Waited [12] min \d+ s for the new dataflow "Shop XDM": in the first five minutes/;
		expect(hints[0]).toBe('1 accepted in 1 request');
		expect(hints[1]).toMatch(waited);
	});

	it('a wait of less than a minute has only seconds', async () => {
		const { hints } = await stream(await young('Almost', 59_000), 'webhook');
		expect(hints[1]).toMatch(/^Waited \d+ s for the new dataflow "Almost"/);
	});
});

it('what was sent without waiting says to which dataflow', async () => {
	const flow = await young('Hasty', 130_000);
	const { hints } = await stream(flow, 'webhook', { newDataflow: 'send' });
	expect(hints[1]).toMatch(/^Sent although the dataflow "Hasty" was created or changed less than/);
	expect(log.filter((line) => line.includes('Waiting'))).toEqual([]);
});

it('a dataflow that is old enough is not waited for', async () => {
	const flow = await young('Old', -600_000);
	const { hints } = await stream(flow, 'webhook');
	expect(hints).toEqual(['1 accepted in 1 request']);
	expect(log.filter((line) => line.includes('Waiting'))).toEqual([]);
});

describe('while it runs, n8n shows the hint of a node that has not run yet', () => {
	const shown = (parameters: INodeParameters) => {
		const nodeTypes = adobeRegistry();
		const type = 'n8n-nodes-chatlio-aep.adobePlatformStreaming';
		const { hints = [] } = nodeTypes.getByNameAndVersion(type).description;
		const common = { id: '1', name: 'Stream', type, typeVersion: 1 };
		const node = { ...common, position: [0, 0] as [number, number], parameters };
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		// As the editor does (n8n-editor-ui, getNodeHints).
		const isShown = ({ displayCondition }: NodeHint) =>
			workflow.expression.getParameterValue(
				displayCondition!,
				null,
				0,
				0,
				'Stream',
				[],
				'manual',
				{},
			) === true;
		return hints.filter(isShown).map(({ message, whenToDisplay }) => ({ message, whenToDisplay }));
	};
	const hint = {
		message: expect.stringMatching(/less than five minutes old, this node waits .* keeps running/),
		whenToDisplay: 'beforeExecution',
	};

	it.each<[string, INodeParameters, object[]]>([
		['a dataflow', {}, [hint]],
		['a dataflow, with the option on its default', { options: { newDataflow: 'wait' } }, [hint]],
		['a dataflow that is not waited for', { options: { newDataflow: 'doNotSend' } }, []],
		['an endpoint, whose age is unknown', { sendTo: 'endpoint' }, []],
	])('%s', (_, parameters, expected) => expect(shown(parameters)).toEqual(expected));
});
