import { readCompose, runsN8n } from '../harness/compose.mts';
import { n8nSettings } from './n8nSettings.mts';

const ENGINE_SETTINGS = /^(N8N|QUEUE|EXECUTIONS|DB|WEBHOOK|GENERIC|OFFLOAD)_/;
const { known, deprecated } = n8nSettings();

test.each(['deploy/queue', 'deploy/single'])(
	'%s uses settings that n8n knows and has not given up',
	(folder) => {
		const used = Object.values(readCompose(folder).services)
			.filter(runsN8n)
			.flatMap(({ environment }) => Object.keys(environment ?? {}));
		expect(used.length).toBeGreaterThan(15);
		const ofN8n = [...new Set(used)].filter((setting) => ENGINE_SETTINGS.test(setting));
		expect(ofN8n.filter((setting) => !known.has(setting))).toEqual([]);
		expect(ofN8n.filter((setting) => deprecated.has(setting))).toEqual([]);
	},
);

test('the settings that n8n has given up are found in its source', () => {
	expect([...deprecated]).toEqual(expect.arrayContaining(['WEBHOOK_URL', 'N8N_BINARY_DATA_TTL']));
});
