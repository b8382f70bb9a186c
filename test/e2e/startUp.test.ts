import { sleep } from 'n8n-workflow';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { freePort } from '../../playground/ports.mts';
import { temporaryFolder } from '../harness/temporary.mts';

const folder = temporaryFolder();
let starting: Promise<RunningN8n> | undefined;

afterAll(async () => {
	await (await starting?.catch(() => undefined))?.kill();
	folder.remove();
}, 600_000);

test('while n8n starts, it answers 200 and drops events, so traffic must wait for /healthz/readiness', async () => {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let isOver = false;
	// On an empty folder: it has its whole database to make.
	starting = startN8n({ userFolder: folder.path, port, brokerPort: await freePort() });
	void starting.catch(() => {}).finally(() => (isOver = true));

	const answers: Array<[number, string]> = [];
	while (!isOver) {
		const reply = await fetch(`${url}/webhook/any/new-conversation`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"message":"Hi"}',
		}).catch(() => undefined);
		const isReady = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (reply && isReady?.status !== 200) answers.push([reply.status, await reply.text()]);
		// What asks all the time keeps n8n from starting.
		await sleep(20);
	}
	await starting;

	const dropped = answers.filter(([status, text]) => status === 200 && /starting up/i.test(text));
	expect(dropped.length).toBeGreaterThan(0);
}, 600_000);
