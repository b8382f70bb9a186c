import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message } from './http';

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	const options = { name: 'Events', format: 'xdm', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, options);
});
afterAll(async () => await emulator.stop());

const send = (messages: unknown) => http.post(batchUrl(flow), { messages });
const good = (id: string) => message(flow, event(id));
const wrongOrg = () => message(flow, event('x'), { imsOrgId: 'OTHER@AdobeOrg' });
const MANDATORY = "The 'header' field is mandatory. Provide a valid 'header' value and try again.";

it('is answered 207 with one result per message, in the shape of the newer answers', async () => {
	const { status, data } = await send([{ hello: 1 }, good('a'), wrongOrg()]);
	expect(status).toBe(207);
	expect(data).toEqual({
		inletId: flow.inletId,
		batchId: expect.stringMatching(/^\d+:\d+:\d+$/),
		receivedTimeMs: expect.any(Number),
		responses: [
			{ xactionId: expect.stringMatching(/^[\da-f-]{36}-0$/), status: 400, message: MANDATORY },
			{ xactionId: expect.stringMatching(/^[\da-f-]{36}-1$/) },
			{
				xactionId: expect.stringMatching(/^[\da-f-]{36}-2$/),
				status: 400,
				message: `inletId: [${flow.inletId}] imsOrgId: [${ORG_ID}] Message has an absent or wrong ims org in the header`,
			},
		],
	});
	const records = await emulator.control.settled(1);
	expect(records.map((record) => record._id)).toEqual(['a']);
	expect(records[0]?.xactionId).toBe(data.responses[1].xactionId);
});

it('is answered 207 when all succeed, when all are refused, and when it is empty', async () => {
	expect((await send([good('a')])).status).toBe(207);
	expect((await send([{}, {}])).status).toBe(207);
	expect((await send([])).data.responses).toEqual([]);
});

it('is answered in the documented shape when set so', async () => {
	await emulator.control.settings({ batchShape: 'documented' });
	const { data } = await send([good('a'), wrongOrg()]);
	expect(data.responses).toEqual([
		{ xactionId: expect.stringMatching(/^\d+:\d+:\d+:\d+$/) },
		{ statusCode: 400, message: expect.stringContaining('wrong ims org') },
	]);
});

it('lacks results at its end when set so, as in the tutorial', async () => {
	await emulator.control.settings({ missingResponses: 1 });
	const { data } = await send(['a', 'b', 'c', 'd', 'e'].map(good));
	expect(data.responses).toHaveLength(4);
	expect(await emulator.control.settled(5)).toHaveLength(5);
});

it('ignores sync validation, which batches do not have', async () => {
	const invalid = message(flow, event('bad', { workEmail: 1 }));
	const { status, data } = await http.post(`${batchUrl(flow)}?syncValidation=true`, {
		messages: [invalid],
	});
	expect(status).toBe(207);
	expect(data.responses[0].status).toBeUndefined();
});

it.each([{}, { messages: {} }, [], 'null'])('without messages (%j) is refused', async (body) => {
	const headers = { 'content-type': 'application/json' };
	expect((await http.post(batchUrl(flow), body, { headers })).status).toBe(400);
});

it('of 1,000 messages is stored whole', async () => {
	const messages = Array.from({ length: 1_000 }, (_, index) => good(`id-${index}`));
	const { data } = await send(messages);
	expect(data.responses).toHaveLength(1_000);
	const records = await emulator.control.settled(1_000);
	expect(new Set(records.map((record) => record._id)).size).toBe(1_000);
	expect(records.every(({ status }) => status === 'stored')).toBe(true);
});
