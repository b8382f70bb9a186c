import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { FaultAction } from '../../../emulator/controlClient.mts';
import { unfold } from '../../../playground/executionData.mts';
import { emulatorCredential } from '../../../playground/example.mts';
import { addresses, runningExample, type RunningExample } from '../../harness/running.mts';
import { documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const NAME = 'Expired and lost';

let example: RunningExample;
let credentials = 0;

beforeAll(async () => {
	example = await runningExample(NAME, ({ nodes }) => {
		const node = nodes.find(({ type }) => type.endsWith('.adobePlatformStreaming'))!;
		node.parameters.options = { ...(node.parameters.options as object), retrySeconds: 2 };
	});
});
beforeEach(async () => {
	// A token that just replaced a rejected one is not replaced again: each test has a credential of its own.
	const good = emulatorCredential(addresses().emulator);
	const tokenUrl = `${good.tokenUrl}?credential=${(credentials += 1)}`;
	await example.n8n.saveCredential(
		`Adobe Experience Platform (${NAME})`,
		'adobeExperiencePlatformApi',
		{ ...good, tokenUrl },
	);
});
afterEach(async () => await example.adobe.clearFaults());

let conversations = 0;

/** Posts an event of its own after the inlets were given a fault for it, and waits for the end of its execution. */
async function postWith(action?: FaultAction, times = 1) {
	const event = { ...documented.newConversation, conversationUUID: `lost-${(conversations += 1)}` };
	const id = eventIdOf('newConversation', event);
	if (action) {
		const match = { path: '/collection', containing: id };
		await example.adobe.fault({ match, times, action });
	}
	await example.post('new-conversation-wait', event, { 'content-type': 'application/json' });
	const [{ id: executionId }] = await example.n8n.executions(example.workflowId);
	const execution = await example.n8n.execution(executionId);
	const stored = (await example.adobe.records()).filter(({ _id }) => _id === id);
	return { id, execution, stored, shown: JSON.stringify(unfold(String(execution.data))) };
}

test('a token that has expired is replaced', async () => {
	await postWith();
	await example.adobe.expireTokens();
	const { id, execution } = await postWith();
	expect(execution.status).toBe('success');
	expect(await example.record(id)).toMatchObject({ status: 'stored' });
});

test.each([401, 403])('a token that Adobe rejects with %d is replaced', async (status) => {
	const { id, execution } = await postWith({ status });
	expect(execution.status).toBe('success');
	expect(await example.record(id)).toMatchObject({ status: 'stored' });
});

test.each([401, 403])(
	'an account that Adobe rejects with %d ends in a failed execution',
	async (status) => {
		const { stored, execution, shown } = await postWith({ status }, 0);
		expect(execution.status).toBe('error');
		expect(shown).toContain(`"status":${status}`);
		expect(stored).toEqual([]);
	},
);

test('a record whose answer was lost is sent again, and stored', async () => {
	const { id, execution } = await postWith({ dropConnection: 'after' });
	expect(execution.status).toBe('success');
	expect(await example.record(id)).toMatchObject({ status: 'stored' });
});

test('a record whose answers are all lost has an unknown outcome', async () => {
	const { stored, execution, shown } = await postWith({ dropConnection: 'after' }, 0);
	expect(execution.status).toBe('error');
	expect(shown).toContain('"code":"delivery.unknown"');
	expect(stored.length).toBeGreaterThan(0);
});

test('a record that never arrived has an unknown outcome, too', async () => {
	const { stored, execution, shown } = await postWith({ dropConnection: 'before' }, 0);
	expect(execution.status).toBe('error');
	expect(shown).toContain('"code":"delivery.unknown"');
	expect(stored).toEqual([]);
});
