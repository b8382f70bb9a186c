import { CLIENT_ID, CLIENT_SECRET, ORG_ID } from '../../../emulator/account.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { blocksIn, readPage, rowsIn } from '../../harness/docs.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { fillIn, hasShellTools, perform, withoutShellTools } from './shell.mts';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const page = readPage('docs/connect-by-api.md');

let adobe: Emulator;

/** Empty: Set Up makes everything. */
beforeAll(async () => void (adobe = await startEmulator()));
afterAll(async () => await adobe?.stop());

/** The scopes that the page tells to choose. */
const scopes = [...page.matchAll(/`(\w+:\w+)`/g)].map(([, scope]) => scope);

(hasShellTools ? test : test.skip)(
	`the guide by API, performed block by block, ends with an event in the dataset${withoutShellTools}`,
	async () => {
		const n8n = signedIn();
		const { rawApiKey } = await n8n.post<{ rawApiKey: string }>('/api-keys', {
			label: 'Connect by API',
			expiresAt: null,
			scopes,
		});
		const [settings, ...blocks] = blocksIn(page, 'sh');
		const values = fillIn(settings, {
			N8N_URL: addresses().n8n,
			N8N_API_KEY: rawApiKey,
			CLIENT_ID,
			CLIENT_SECRET,
			ORGANIZATION_ID: ORG_ID,
			SANDBOX: 'prod',
			TOKEN_URL: `${adobe.url}/ims/token/v3`,
			PLATFORM_URL: adobe.url,
			ALLOWED_HOSTS: adobe.url,
		});
		// The five minutes of a new dataflow go by at once; every other wait is a wait.
		const prelude = `sleep() {
		[ "$1" = 300 ] || { command sleep "$1"; return; }
		curl --silent --fail --header 'content-type: application/json' --data '{"ms":300000}' ${adobe.url}/emulator/flows/$(jq --raw-output '.[0].flowId' <<<"$ROWS")/age >/dev/null
	}`;
		const outputs = await perform([values, ...blocks], prelude);
		const after = (start: string) =>
			outputs[[settings, ...blocks].findIndex((block) => block.includes(start))];

		expect(after('/test"')).toContain('"status":"OK"');
		expect(after('SET_UP=')).toBe('true\n');
		expect(JSON.parse(after('ROWS='))).toMatchObject([{ flowName: 'Chatlio XDM' }]);
		expect(after('WORKFLOW=')).toBe('true\n');
		expect(after('for EVENT')?.trim().split('\n')).toHaveLength(5);
		expect(after('@test/payloads')).toContain('started');
		expect(after('delivery()')).toContain('"status":"accepted"');
		expect(after('catalog/batches')).toBe('{"status":"success","records":1}\n');
		expect(await adobe.control.settled(1)).toMatchObject([
			{ eventType: 'chatlio.newConversation', status: 'stored' },
		]);
		// What Set Up was started with is gone.
		expect(after('/deactivate')).toBe('false\n');
	},
);

test('the guide names the field of Chatlio for each URL', () => {
	const rows = rowsIn(page).map(([end, field]) => [end, field]);
	for (const { path, chatlioTitle } of CHATLIO_EVENTS)
		expect(rows).toContainEqual([`\`${path}\``, chatlioTitle]);
});
