import { acceptedAnswer, sendTo } from '../../harness/openInlet';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

/** The answer to a sender whose IP address is not on the allowlist. */
const NOT_ALLOWED: StubAnswer = { status: 403 };

let stub: StubServer;
let isRejecting = false;

beforeAll(async () => {
	stub = await stubServer((request) => (isRejecting ? NOT_ALLOWED : acceptedAnswer(request)));
});
beforeEach(() => {
	isRejecting = false;
	stub.requests.splice(0);
});
afterAll(async () => await stub?.close());

/** Sends five batches; returns the number of requests. */
async function sendFive(): Promise<number> {
	const before = stub.requests.length;
	await sendTo(stub.url, 50, { batchSize: 10, parallelRequests: 4 });
	return stub.requests.length - before;
}

describe('A wrong setting costs one request', () => {
	it('if nothing is known about the inlet', async () => {
		isRejecting = true;
		expect(await sendFive()).toBe(1);
	});

	it('and not many more if the inlet accepted records a moment ago, and then one again', async () => {
		expect(await sendFive()).toBe(5);
		isRejecting = true;
		// Several are on their way when the first one is answered.
		const requests = await sendFive();
		expect(requests).toBeGreaterThan(1);
		expect(requests).toBeLessThanOrEqual(4);
		expect(await sendFive()).toBe(1);
	});
});
