import type { INodeType } from 'n8n-workflow';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { readWorkflow } from '../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';
import { exampleFiles } from '../../harness/examples.mts';
import { isAlert } from './exampleNodes';

const OURS: INodeType[] = [
	new AdobeExperiencePlatform(),
	new AdobePlatformStreaming(),
	new Chatlio(),
	new ChatlioToXdm(),
	new ChatlioTrigger(),
];

const NOTE = 'n8n-nodes-base.stickyNote';
const isNote = ({ type }: WorkflowNode) => type === NOTE;

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Returns the space of a node on the canvas; a node that is not a note has its name below. */
function boxOf(node: WorkflowNode): Box {
	const [left, top] = node.position as [number, number];
	const { width = 96, height = 96 } = node.parameters as { width?: number; height?: number };
	return { name: node.name, left, top, right: left + width, bottom: top + height };
}

const overlaps = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

type Connections = Record<string, { main: Array<Array<{ node: string }>> }>;

/**
 * Nodes whose failure shows later: without its table, a dead letter cannot be stored; an alert is sent about records that
 * are not in the ledger; the report about a visitor counts the executions that could not be read or deleted, and says
 * again what was kept; and the delivery report says that Adobe could not be asked.
 */
const CHECKED_LATER = [
	'Create Table If Missing',
	...['Ledger Row', 'Create Ledger If Missing', 'Add to Ledger'],
	...['Read Execution', 'Look Inside', 'Delete Execution', 'Ask Somebody'],
	...['Ask for Runs', 'Dataflow', 'Reconcile'],
];

/** Returns true for a node where trouble shows: it fails the execution, sends an alert, or stores a row. */
const showsTrouble = (node: WorkflowNode): boolean =>
	node.onError === undefined &&
	(node.type === 'n8n-nodes-base.stopAndError' ||
		isAlert(node) ||
		(node.type === 'n8n-nodes-base.dataTable' && node.parameters.resource === 'row'));

/** Returns the ends of a path that show no trouble, by name. */
function silentEnds(workflow: Workflow, name: string, output: number): string[] {
	const connections = workflow.connections as Connections;
	const nodeNamed = (wanted: string) => workflow.nodes.find((node) => node.name === wanted)!;
	const next = connections[name]?.main[output] ?? [];
	if (next.length === 0) return [name];
	const shown = next.some(({ node }) => showsTrouble(nodeNamed(node)));
	return shown ? [] : next.flatMap(({ node }) => silentEnds(workflow, node, 0));
}

describe.each(exampleFiles)('%s', (file) => {
	const { pinData, ...workflow } = readWorkflow(file);
	const text = JSON.stringify(workflow);

	test('explains itself in sticky notes', () => {
		const notes = workflow.nodes.filter(isNote);
		expect(notes.length).toBeGreaterThan(0);
		for (const { parameters } of notes) expect(parameters.content).toMatch(/^## .+\n.{40,}/);
	});

	test('leaves nothing that went wrong in a path that ends well', () => {
		const withErrorOutput = workflow.nodes.filter(
			({ onError }) => onError === 'continueErrorOutput',
		);
		const silent = withErrorOutput.flatMap(({ name }) => silentEnds(workflow, name, 1));
		const ignoring = workflow.nodes.filter(
			({ name, onError }) => onError === 'continueRegularOutput' && !CHECKED_LATER.includes(name),
		);
		expect([silent, ignoring]).toEqual([[], []]);
	});

	test('gives up on a chat that does not respond, long before n8n would', () => {
		for (const { parameters } of workflow.nodes.filter(isAlert))
			expect(parameters.options).toEqual({ timeout: 10_000 });
	});

	test('is kept by n8n if it fails, whatever the default of the instance', () => {
		const delivers = workflow.nodes.some(({ type }) => type.endsWith('.adobePlatformStreaming'));
		if (delivers) expect(workflow.settings).toMatchObject({ saveDataErrorExecution: 'all' });
	});

	test('holds nothing of the n8n it came from: no credentials, data, webhook IDs or addresses', () => {
		expect(Object.keys(workflow).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		// Its samples are held to the documented payloads in test/integration/samples.test.ts.
		expect(pinData !== undefined).toBe(file === 'try-with-sample-events.json');
		for (const { credentials, webhookId, parameters } of workflow.nodes) {
			expect([credentials, webhookId]).toEqual([undefined, undefined]);
			// An expression finds the address of the n8n it runs in, or the one that another node has.
			expect(parameters.url ?? '').toMatch(
				/^$|^=\{\{ \$execution\.|^=\{\{ \$\('Tell (?:the Team|Somebody)'\)\.params\.url \}\}$/,
			);
		}
		expect(text).not.toMatch(/https?:\/\/(?!\[)/);
		const withoutIds = JSON.stringify(workflow.nodes.map((node) => ({ ...node, id: '' })));
		expect(withoutIds).not.toMatch(/[0-9a-fA-F-]{20,}|@AdobeOrg|Bearer |token=/);
	});

	test('has the newest version of each node of this package, and IDs of its own', () => {
		for (const { type, typeVersion } of workflow.nodes) {
			const ours = OURS.find(({ description }) => type.endsWith(`chatlio-aep.${description.name}`));
			const versions = [ours?.description.version ?? 0].flat();
			if (ours) expect([type, typeVersion]).toEqual([type, Math.max(...versions)]);
		}
		const everywhere = exampleFiles.flatMap((name) => readWorkflow(name).nodes);
		for (const { id } of workflow.nodes)
			expect(everywhere.filter((node) => node.id === id)).toHaveLength(1);
	});

	test('runs from left to right on the canvas, without overlaps', () => {
		const boxes = workflow.nodes.map(boxOf);
		const hidden = boxes.flatMap((box, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => overlaps(box, other))
				.map((other) => `${box.name} and ${other.name}`),
		);
		const leftOf = (name: string) => boxes.find((box) => box.name === name)!.left;
		const backwards = Object.entries(workflow.connections as Connections).flatMap(
			([from, { main }]) =>
				main
					.flat()
					.filter(({ node }) => leftOf(node) < leftOf(from))
					.map(({ node }) => `${from} to ${node}`),
		);
		expect([hidden, backwards]).toEqual([[], []]);
	});
});
