import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { hiddenFieldsOf, unexplainedFieldsIn } from './hiddenFields.mts';
import { sourceFiles } from './sourceFiles.mts';

const nodes = [
	new AdobeExperiencePlatform(),
	new AdobePlatformStreaming(),
	new Chatlio(),
	new ChatlioToXdm(),
	new ChatlioTrigger(),
];
const fields = hiddenFieldsOf([
	...nodes.map(({ description }) => description),
	new AdobeExperiencePlatformApi(),
]);

it('every sentence that names a field under Options says where it is', () => {
	const sources = sourceFiles();
	expect(sources.length).toBeGreaterThan(100);
	const found = sources.flatMap(({ path, text }) => unexplainedFieldsIn(path, text, fields));
	expect(found).toEqual([]);
});

it('knows which fields are hidden until they are added, and which are shown anyway', () => {
	const labels = fields.map(({ label }) => label);
	expect(labels).toEqual(
		expect.arrayContaining(['Batch Size', 'IP Allowlist', 'Split Into Items']),
	);
	for (const shown of ['Events', 'Dataflow', 'Email', 'Name']) expect(labels).not.toContain(shown);
});

it.each<[string, number]>([
	["const advice = 'Lower Batch Size, then run it again.';", 1],
	["const advice = 'Lower Batch Size under Options, then run it again.';", 0],
	["const advice = 'Lower Options > Batch Size.';", 0],
	["const advice = 'Lower the option Batch Size.';", 0],
	["const advice = 'See under Options. Then lower Batch Size.';", 1],
	['const advice = `Not ${size}: lower Batch Size.`;', 1],
	["const field = { displayName: 'Batch Size', description: 'Batch Size of one request' };", 0],
	["read('Batch Size');", 0],
])('%s has %d', (text, count) => {
	const batchSize = fields.filter(({ label }) => label === 'Batch Size');
	expect(unexplainedFieldsIn('example.ts', text, batchSize)).toHaveLength(count);
});
