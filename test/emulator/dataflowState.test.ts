import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	emulator = await startEmulator({ warmUpMs: 60_000 });
});
beforeEach(async () => {
	await emulator.control.reset();
	const options = { name: 'Events', format: 'xdm', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, { ...options, aged: false });
});
afterAll(async () => await emulator.stop());

const send = () => http.post(flow.inletUrl, message(flow, event('x')));
const statuses = async (count: number) =>
	(await emulator.control.settled(count)).map(({ status }) => status);

it('accepts and loses what is sent to a dataflow younger than its warm-up', async () => {
	expect((await send()).status).toBe(200);
	const batch = await http.post(batchUrl(flow), { messages: [message(flow, event('y'))] });
	expect(batch.data.responses[0].status).toBeUndefined();
	expect(await statuses(2)).toEqual(['lost', 'lost']);
	const [record] = await emulator.control.records();
	expect(record?.why).toMatch(/^The dataflow was created or changed \d+ s ago/);
});

it('keeps what is sent once the dataflow is old enough', async () => {
	await emulator.control.ageFlow(flow.flowId, 60_000);
	await send();
	expect(await statuses(1)).toEqual(['stored']);
});

it('keeps it at once with the warm-up set to nothing', async () => {
	await emulator.control.settings({ warmUpMs: 0 });
	await send();
	expect(await statuses(1)).toEqual(['stored']);
});

it('loses what is sent to a disabled dataflow', async () => {
	await emulator.control.ageFlow(flow.flowId);
	await emulator.control.setFlowState(flow.flowId, 'disabled');
	await send();
	await emulator.control.setFlowState(flow.flowId, 'enabled');
	await send();
	expect(await statuses(2)).toEqual(['lost', 'stored']);
});

it('starts the warm-up again with every change', async () => {
	await emulator.control.ageFlow(flow.flowId);
	const client = await platform(emulator.url);
	const address = `/data/foundation/flowservice/flows/${flow.flowId}`;
	const disabled = await client.post(`${address}/action?op=disable`);
	expect(disabled.data).toEqual({ id: flow.flowId, etag: expect.any(String) });
	expect((await client.get(address)).data.items[0].state).toBe('disabled');
	await client.post(`${address}/action?op=ENABLE`);
	expect((await client.get(address)).data.items[0].state).toBe('enabled');
	await send();
	expect(await statuses(1)).toEqual(['lost']);
});

it('loses what names a dataflow the inlet does not have, or refuses it when set so', async () => {
	const headers = { 'x-adobe-flow-id': '00000000-0000-4000-8000-000000000000' };
	const body = message(flow, event('x'));
	expect((await http.post(flow.inletUrl, body, { headers })).status).toBe(200);
	expect(await statuses(1)).toEqual(['lost']);
	await emulator.control.settings({ unknownFlow: 'refuse' });
	expect((await http.post(flow.inletUrl, body, { headers })).status).toBe(400);
});

it('loses what names the dataflow of another inlet', async () => {
	const options = { name: 'Other', format: 'xdm', authenticated: false } as const;
	const other = await prepareDataflow(emulator.url, options);
	await http.post(flow.inletUrl, message(flow, event('x'), { flowId: other.flowId }));
	expect(await statuses(1)).toEqual(['lost']);
});
