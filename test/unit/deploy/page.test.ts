import { readCompose } from '../../harness/compose.mts';
import { readPage } from '../../harness/docs.mts';

const page = readPage('docs/deployment.md');
const services = ['deploy/queue', 'deploy/single'].flatMap((folder) =>
	Object.values(readCompose(folder).services),
);
const settings = services
	.filter(({ image }) => image.startsWith('n8n-'))
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

test('the page and the proxy agree on how long a webhook waits', () => {
	expect(readPage('deploy/single/Caddyfile')).toContain('lb_try_duration 30s');
	expect(page).toContain('Webhooks wait in the proxy, up to 30 s');
});
