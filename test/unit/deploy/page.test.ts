import { alertRules, metricsOf } from '../../harness/alertRules.mts';
import { readCompose, runsN8n } from '../../harness/compose.mts';
import { DEFAULT_MAX_BODY_MB } from '../../../nodes/ChatlioTrigger/triggerSettings';
import { readPage } from '../../harness/docs.mts';

const page = readPage('docs/deployment.md');
const services = ['deploy/queue', 'deploy/single'].flatMap((folder) =>
	Object.values(readCompose(folder).services),
);
const settings = services
	.filter(runsN8n)
	.flatMap(({ environment }) => Object.entries(environment ?? {}));

test.each([...new Set(settings.map(([name]) => name))])('the page explains %s', (name) => {
	expect(page).toContain(`\`${name}\``);
});

test.each([
	'N8N_PROXY_HOPS',
	'EXECUTIONS_DATA_PRUNE_MAX_COUNT',
	'N8N_CONCURRENCY_PRODUCTION_LIMIT',
])('the page and the files agree on %s', (name) => {
	const [row] = page.split('\n').filter((line) => line.startsWith(`| \`${name}\``));
	const values = new Set(settings.filter(([other]) => other === name).map(([, value]) => value));
	expect(values.size).toBe(1);
	expect(row.split('|')[2]).toContain(String([...values][0]));
});

test.each(['deploy/queue', 'deploy/single'])('the page has the memory limits of %s', (folder) => {
	for (const [name, { mem_limit }] of Object.entries(readCompose(folder).services)) {
		const rows = page
			.split('\n')
			.filter((line) => line.startsWith('| ') && line.includes(`\`${name}\``));
		expect(rows.map((row) => row.split('|')[2].trim())).toContain(`\`${mem_limit}\``);
	}
});

test('the page names the metrics of the alert rules, and no others', () => {
	const used = alertRules('n8n').flatMap((rule) => metricsOf(rule).map(({ name }) => name));
	const named = [...page.matchAll(/`(n8n_\w+)`/g)].map(([, name]) => name);
	expect([...new Set(named)].sort()).toEqual([...new Set(used)].sort());
});

test('the page and the proxy agree on how long a webhook waits', () => {
	expect(readPage('deploy/single/Caddyfile')).toContain('lb_try_duration 30s');
	expect(page).toContain('Webhooks wait in the proxy, up to 30 s');
});

describe.each(['deploy/queue', 'deploy/single'])('the page and the proxy of %s', (folder) => {
	const proxy = readPage(`${folder}/Caddyfile`);

	test('agree on the largest body, a little more than the trigger accepts', () => {
		const [, megabytes] = /max_size (\d+)MB/.exec(proxy)!;
		expect(Number(megabytes)).toBe(DEFAULT_MAX_BODY_MB + 1);
		expect(proxy).toContain(`int({header.Content-Length}) > ${megabytes}000000`);
		expect(proxy).toContain(`the ${megabytes} MB that this proxy passes on`);
		expect(page).toContain(`with bodies of up to ${megabytes} MB`);
		expect(page).toContain(`${DEFAULT_MAX_BODY_MB} MB of the trigger's _Maximum Body Size_`);
	});

	test('agree on who reaches the editor', () => {
		expect(proxy).toContain('@allowed client_ip {$EDITOR_ALLOW}');
		expect(page).toContain('The addresses and networks in `EDITOR_ALLOW`');
		expect(readPage(`${folder}/.env.example`)).toMatch(/^EDITOR_ALLOW=$/m);
	});
});
