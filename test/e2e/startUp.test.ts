import { startN8n } from '../../playground/n8n.mts';
import { freePort } from '../../playground/ports.mts';
import { temporaryFolder } from '../harness/temporary.mts';

test('While n8n starts it answers 200 in words and drops what was posted: traffic belongs behind /healthz/readiness', async () => {
	const port = await freePort();
	const folder = temporaryFolder();
	const url = `http://127.0.0.1:${port}`;
	let ready = false;
	const starting = startN8n({ userFolder: folder.path, port, brokerPort: await freePort() });
	void starting.finally(() => (ready = true));

	const answers: Array<[number, string]> = [];
	while (!ready) {
		const reply = await fetch(`${url}/webhook/any/new-conversation`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"message":"Hi"}',
		}).catch(() => undefined);
		const isReady = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (reply && isReady?.status !== 200) answers.push([reply.status, await reply.text()]);
	}
	const n8n = await starting;
	await n8n.stop();
	folder.remove();

	const dropped = answers.filter(([status, text]) => status === 200 && /starting up/i.test(text));
	expect(dropped.length).toBeGreaterThan(0);
}, 120_000);
