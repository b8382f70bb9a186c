import axios from 'axios';
import { NO_EDITOR } from '../../playground/n8nProgram.mts';
import { alertRules, metricsOf, metricsSettings, shownMetrics } from '../harness/alertRules.mts';
import { ownN8n, type OwnN8n } from '../harness/ownN8n.mts';

/** n8n has these in queue mode only; test/acceptance/n8n/cluster.test.ts looks for them there. */
const OF_THE_QUEUE = /^n8n_scaling_mode_/;

const rules = alertRules('n8n');
const metrics = rules.flatMap(metricsOf);

let n8n: OwnN8n;
let shown: Awaited<ReturnType<typeof shownMetrics>>;

beforeAll(async () => {
	n8n = await ownN8n(
		{
			...NO_EDITOR,
			...metricsSettings('deploy/single', 'n8n'),
			...metricsSettings('deploy/queue', 'main'),
			N8N_LOG_FORMAT: 'json',
		},
		{ bare: true },
	);
	// A webhook and an execution: some metrics have no value before.
	await axios.post(`${n8n.url}/webhook/nothing`, {}, { proxy: false, validateStatus: () => true });
	const position = [0, 0];
	const saved = await n8n.api.saveWorkflow({
		name: 'Nothing',
		nodes: [
			{
				name: 'When Clicked',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position,
				parameters: {},
			},
		],
		connections: {},
	});
	await n8n.api.run(saved, { trigger: 'When Clicked', node: 'When Clicked' });
	shown = await shownMetrics(n8n.url);
}, 600_000);

afterAll(async () => await n8n?.stop());

test('every rule about n8n reads a metric of n8n, except for the one that asks if it responds', () => {
	const others = rules.filter((rule) => metricsOf(rule).length === 0);
	expect(others.map(({ alert }) => alert)).toEqual(['N8nDown']);
	for (const { annotations } of rules) {
		expect(annotations.summary).toMatch(/\w/);
		expect(annotations.description).toMatch(/\w\.$/);
	}
});

test.each(metrics.filter(({ name }) => !OF_THE_QUEUE.test(name)))(
	'a running n8n shows $name with the labels $labels',
	({ name, labels }) => {
		expect([...shown.keys()]).toContain(name);
		expect([...shown.get(name)!]).toEqual(expect.arrayContaining(labels));
	},
);

test('the labels that rules sum by are shown, too', () => {
	const webhooks = [...shown.get('n8n_webhook_request_duration_seconds_count')!];
	expect(webhooks).toEqual(expect.arrayContaining(['workflow_id', 'status_code']));
});

test('with N8N_LOG_FORMAT=json, n8n writes a JSON object on each line', () => {
	const lines = n8n.log().split('\n').filter(Boolean);
	expect(lines.length).toBeGreaterThan(5);
	const broken = lines.filter((line) => !isObject(line));
	expect(broken).toEqual([]);
});

function isObject(line: string): boolean {
	try {
		return typeof JSON.parse(line) === 'object';
	} catch {
		return false;
	}
}
