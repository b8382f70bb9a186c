import { parse } from 'yaml';
import axios from 'axios';
import { readCompose } from './compose.mts';
import { readPage } from './docs.mts';

export interface AlertRule {
	alert: string;
	expr: string;
	for?: string;
	annotations: Record<string, string>;
}

interface Rules {
	groups: Array<{ name: string; rules: AlertRule[] }>;
}

/** Reads the rules of one group in deploy/alerts.yml. */
export const alertRules = (group: string): AlertRule[] =>
	(parse(readPage('deploy/alerts.yml')) as Rules).groups.find(({ name }) => name === group)!.rules;

/** Returns the metrics that a rule reads, each once, with the labels that it names. */
export function metricsOf({ expr }: AlertRule): Array<{ name: string; labels: string[] }> {
	const read = new Map([...expr.matchAll(/\b(n8n_\w+)(?:\{([^}]*)\})?/g)].map((m) => [m[0], m]));
	return [...read.values()].map(([, name, selectors = '']) => ({
		name,
		labels: [...selectors.matchAll(/(\w+)=/g)].map(([, label]) => label),
	}));
}

/** Returns the settings of a compose file of deploy/ that decide what n8n shows at /metrics. */
export const metricsSettings = (folder: string, service: string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(readCompose(folder).services[service].environment ?? {})
			.filter(([name]) => name.startsWith('N8N_METRICS'))
			.map(([name, value]) => [name, String(value)]),
	);

/** Reads /metrics: the labels of each metric that has a value. */
export async function shownMetrics(url: string): Promise<Map<string, Set<string>>> {
	const { data } = await axios.get<string>(`${url}/metrics`, { proxy: false });
	const shown = new Map<string, Set<string>>();
	for (const [, name, selectors = ''] of data.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
		const labels = shown.get(name) ?? new Set();
		for (const [, label] of selectors.matchAll(/(\w+)="/g)) labels.add(label);
		shown.set(name, labels);
	}
	return shown;
}
