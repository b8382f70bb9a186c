import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { setUpAdobe } from '../../../playground/adobe.mts';
import { publishExample, type PublishedExample } from '../../../playground/example.mts';
import { npmRegistry, type NpmRegistry } from '../../harness/npmRegistry.mts';
import { ownN8n, type OwnN8n } from '../../harness/ownN8n.mts';
import { postTo } from '../../harness/startedCluster.mts';
import { until } from '../../harness/until.mts';
import { documented } from '../../payloads';

const NAME = 'n8n-nodes-chatlio-aep';

interface InstalledPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ name: string }>;
	updateAvailable?: string;
}

let registry: NpmRegistry;
let own: OwnN8n;
let adobe: Emulator;
let example: PublishedExample;

beforeAll(async () => {
	[registry, adobe] = await Promise.all([npmRegistry(), startEmulator()]);
	own = await ownN8n({ PATH: registry.path }, { bare: true });
}, 600_000);

afterAll(async () => {
	await own?.stop();
	await adobe?.stop();
	await registry?.close();
}, 300_000);

const installed = async () => await own.api.get<InstalledPackage[]>('/community-packages');

let events = 0;
/** Posts one more event until n8n takes it: its routes follow an installation a moment later. */
async function arrives(): Promise<void> {
	const conversationUUID = `installed-${++events}`;
	const url = example.urlOf('new-conversation');
	const event = { ...documented.newConversation, conversationUUID };
	await until('n8n takes the event', async () => (await postTo(url, event)) === 200);
	await until('the event is stored', async () => {
		const records = await adobe.control.records({});
		return records.some(
			({ record, status }) =>
				status === 'stored' && JSON.stringify(record).includes(conversationUUID),
		);
	});
}

test('n8n’s own installer adds all five nodes to an empty n8n', async () => {
	await registry.publish('0.1.0');
	await own.api.post('/community-packages', { name: NAME });
	const [{ installedVersion, installedNodes }] = await installed();
	expect(installedVersion).toBe('0.1.0');
	expect(installedNodes.map(({ name }) => name).sort()).toEqual([
		'Adobe Experience Platform',
		'Adobe Platform Streaming',
		'Chatlio',
		'Chatlio Trigger',
		'Chatlio to XDM',
	]);
	example = await publishExample(own.api, own.url, adobe.url, await setUpAdobe(own.api, adobe));
	await arrives();
}, 600_000);

test('an upgrade keeps published workflows working, at the same URLs', async () => {
	await registry.publish('0.1.1');
	expect(await installed()).toMatchObject([{ updateAvailable: '0.1.1' }]);
	await own.api.patch('/community-packages', { name: NAME });
	expect(await installed()).toMatchObject([{ installedVersion: '0.1.1' }]);
	await arrives();
}, 600_000);

test('without the package, n8n starts and keeps the workflow, which works again at the same URLs after a reinstall', async () => {
	await own.api.delete(`/community-packages?name=${NAME}`);
	expect(await installed()).toEqual([]);
	await own.restart({ PATH: registry.path });
	expect(await own.api.get(`/workflows/${example.workflowId}`)).toMatchObject({ active: true });
	await own.api.post('/community-packages', { name: NAME });
	await arrives();
}, 600_000);
