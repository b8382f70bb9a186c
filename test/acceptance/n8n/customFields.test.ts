import axios from 'axios';
import { startEmulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { DemoDataflow } from '../../../playground/adobe.mts';
import { EXAMPLE } from '../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';
import { publish, runByHand, type Surroundings } from '../../harness/examples.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { stubServer } from '../../harness/stubServer.mts';
import { documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const DECLARED = [
	{ name: 'tier', type: 'string' },
	{ name: 'leadScore', type: 'integer' },
	{ name: 'amount', type: 'number' },
	{ name: 'isCustomer', type: 'boolean' },
	{ name: 'topics', type: 'stringList' },
];

const ADDED_LATER = [
	{ name: 'renewalAt', type: 'date-time' },
	{ name: 'since', type: 'date' },
];

const CUSTOM = {
	tier: 'gold',
	leadScore: 42,
	amount: 12.5,
	isCustomer: true,
	topics: ['billing', 'sign-up'],
};

const LATER = { ...CUSTOM, renewalAt: '2027-03-01T10:20:30.000Z', since: '2026-03-01' };

const XDM_FILE = EXAMPLE;
const RAW_FILE = 'mapped-by-adobe.json';
const DIRECT_FILE = 'chatlio-directly-to-adobe.json';

let around: Surroundings;

beforeAll(async () => {
	around = {
		n8n: signedIn(),
		n8nUrl: addresses().n8n,
		owner: 'custom fields',
		adobe: await startEmulator(),
		stub: await stubServer(() => ({ body: {} })),
	};
});

afterAll(async () => {
	await around?.adobe.stop();
	await around?.stub.close();
});

const nodeOf = ({ nodes }: Workflow, wanted: string): WorkflowNode =>
	nodes.find(({ name }) => name === wanted)!;

/** Chooses the fields in Set Up, as a user does in its panel. */
const declare = (name: string, field: object[]) => (workflow: Workflow) => {
	workflow.name = `Set up ${name}`;
	const values = { name, createNamespaces: true, customFields: { field } };
	Object.assign(nodeOf(workflow, 'Set Up').parameters, values);
};

/** Puts an Edit Fields node behind the trigger, which fills the fields of every event. */
function fill(workflow: Workflow, custom: object): void {
	const types: Record<string, string> = { object: 'array' };
	workflow.nodes.push({
		id: 'edit-fields',
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		position: [120, 160],
		parameters: {
			includeOtherFields: true,
			assignments: {
				assignments: Object.entries(custom).map(([name, value]) => ({
					id: name,
					name: `custom.${name}`,
					type: types[typeof value] ?? typeof value,
					value: typeof value === 'object' ? JSON.stringify(value) : (value as string),
				})),
			},
			options: {},
		},
	} as WorkflowNode);
	const connections = workflow.connections as Record<string, unknown>;
	connections['Edit Fields'] = connections['Chatlio Trigger'];
	connections['Chatlio Trigger'] = { main: [[{ node: 'Edit Fields', type: 'main', index: 0 }]] };
}

interface Row {
	flowId: string;
	flowName: string;
	datasetId: string;
	chatlioUrl: string;
	event: keyof typeof documented;
}

async function setUp(file: string, name: string, fields: object[], node = 'Set Up') {
	const start = { trigger: 'When Clicked', node };
	const rows = await runByHand<Row>(around, file, start, declare(name, fields));
	for (const { flowId, chatlioUrl } of rows) {
		const id = flowId ?? new URL(chatlioUrl).searchParams.get('x-adobe-flow-id');
		await around.adobe.control.ageFlow(id);
	}
	return rows;
}

const dataflowOf = ({ flowId, flowName, datasetId }: Row): DemoDataflow => ({
	flowId,
	name: flowName,
	datasetId,
});

/**
 * Posts all five events to an example whose Edit Fields node fills the fields; what the dataset then has.
 * @param count number of records in the dataset, with those of earlier posts
 */
async function recordsOf(file: string, row: Row, custom: object, count = CHATLIO_EVENTS.length) {
	const example = await publish(
		around,
		file,
		(workflow) => fill(workflow, custom),
		dataflowOf(row),
	);
	for (const { kind } of CHATLIO_EVENTS) await example.post(kind, documented[kind]);
	return byId(await example.records(count));
}

type Shown = Awaited<ReturnType<Surroundings['adobe']['control']['settled']>>;

/** The custom fields of each record, by its `_id`; all must be stored. */
function byId(records: Shown): Record<string, unknown> {
	expect(records.map(({ status, why }) => [status, why])).toEqual(
		records.map(() => ['stored', null]),
	);
	return Object.fromEntries(
		records.map(({ _id, record }) => {
			const [tenant] = Object.keys(record as object).filter((key) => key.startsWith('_a'));
			const { chatlio } = (record as Record<string, { chatlio: { custom?: object } }>)[tenant];
			return [_id, chatlio.custom];
		}),
	);
}

/** Requests that change something at Adobe, since a moment. */
async function writesSince(moment: number): Promise<string[]> {
	const requests = await around.adobe.control.requests('/data/foundation');
	return requests
		.filter(({ at, method }) => at >= moment && !['GET', 'HEAD'].includes(method))
		.map(({ method, path }) => `${method} ${path.split('/')[3]}/${path.split('/')[5]}`);
}

test('custom fields of five types arrive on all routes, and two more later change nothing else', async () => {
	const [xdm] = await setUp(XDM_FILE, 'Custom XDM', DECLARED);
	const mapped = await recordsOf(XDM_FILE, xdm, CUSTOM);
	expect(Object.keys(mapped)).toHaveLength(CHATLIO_EVENTS.length);
	expect(new Set(Object.values(mapped).map((one) => JSON.stringify(one)))).toEqual(
		new Set([JSON.stringify(CUSTOM)]),
	);

	const [raw] = await setUp(RAW_FILE, 'Custom Raw', DECLARED);
	expect(await recordsOf(RAW_FILE, raw, CUSTOM)).toEqual(mapped);

	// Chatlio itself adds nothing; something between Chatlio and Adobe can.
	const direct = await setUp(DIRECT_FILE, 'Custom Direct', DECLARED, 'Paste These in Chatlio');
	for (const { event, chatlioUrl } of direct)
		await axios.post(chatlioUrl, { ...documented[event], custom: CUSTOM });
	const flowIds = direct.map(({ chatlioUrl }) =>
		new URL(chatlioUrl).searchParams.get('x-adobe-flow-id'),
	);
	const all = await around.adobe.control.settled(3 * CHATLIO_EVENTS.length);
	expect(byId(all.filter(({ flowId }) => flowIds.includes(flowId)))).toEqual(mapped);

	const before = Date.now();
	const [again] = await setUp(XDM_FILE, 'Custom XDM', ADDED_LATER);
	expect(dataflowOf(again)).toEqual(dataflowOf(xdm));
	expect(await writesSince(before)).toEqual(['PATCH schemaregistry/fieldgroups']);
	// Of each event, the later record counts here.
	const later = await recordsOf(XDM_FILE, xdm, LATER, 2 * CHATLIO_EVENTS.length);
	expect(Object.values(later)).toEqual(CHATLIO_EVENTS.map(() => LATER));
});
