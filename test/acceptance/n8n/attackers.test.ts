import type { N8nApi } from '../../../playground/n8n-api.mts';
import { NO_EDITOR } from '../../../playground/n8nProgram.mts';
import { guardedTrigger, type GuardedTrigger } from '../../harness/guardedTrigger.mts';
import { ownN8n, type OwnN8n } from '../../harness/ownN8n.mts';
import type { RawAnswer } from '../../harness/rawRequest.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { until } from '../../harness/until.mts';

// Starts an n8n of its own twice; the machine may be busy.
jest.setTimeout(600_000);

const WORD = ['Attack', 'at', 'Dawn', '0123456789'].join('-');
const PASSWORD = ['pass', 'wörd', 'Of', 'Ours'].join(':');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const BASIC = `Basic ${base64(`chatlio:${PASSWORD}`)}`;

type Attempt = Parameters<GuardedTrigger['send']>[0];
const query = (text: string): Attempt => ({ path: `/new-conversation?${text}` });
const header = (...headers: string[]): Attempt => ({ headers });

let api: N8nApi;
let inUrl: GuardedTrigger;
let basicAuth: GuardedTrigger;
let neighbours: GuardedTrigger;

const ALLOWLIST = { options: { ipAllowlist: '203.0.113.7' } };

beforeAll(async () => {
	api = signedIn();
	const n8n = { url: addresses().n8n, api };
	inUrl = await guardedTrigger(
		n8n,
		'Attacked: secret',
		{ authentication: 'secretInUrl' },
		{ type: 'secretInUrl', secret: WORD },
	);
	basicAuth = await guardedTrigger(
		n8n,
		'Attacked: basic auth',
		{ authentication: 'basicAuth' },
		{ type: 'basicAuth', user: 'chatlio', password: PASSWORD },
	);
	neighbours = await guardedTrigger(n8n, 'Attacked: allowlist', ALLOWLIST);
});

/** Expects nothing in the response that helps the sender to get in. */
function expectSilence({ body, headers }: RawAnswer) {
	const told = JSON.stringify([body, headers]);
	for (const part of [WORD, PASSWORD, 'wörd', BASIC.slice(6), 'chatlio:'])
		expect(told).not.toContain(part);
	expect(body).not.toMatch(/stack|node_modules|\bat \w+ \(/);
}

/** Returns how many executions were started, once there are at least as many as expected. */
async function startedSince(target: GuardedTrigger, before: number, due: number): Promise<number> {
	let started = 0;
	await until(
		() => `${due} executions started; there are ${started}`,
		async () => (started = (await target.executions()) - before) >= due,
	);
	return started;
}

/** Sends all attempts, then a good request, and returns how many executions were started. */
async function attack(target: GuardedTrigger, attempts: Record<string, Attempt>, good: Attempt) {
	const before = await target.executions();
	const answers: Record<string, RawAnswer> = {};
	for (const [name, attempt] of Object.entries(attempts)) {
		answers[name] = await target.send(attempt);
		expectSilence(answers[name]);
	}
	const letIn = await target.send(good);
	const started = await startedSince(target, before, letIn.status === 200 ? 1 : 0);
	const statuses = Object.fromEntries(
		Object.entries(answers).map(([name, { status }]) => [name, status]),
	);
	return { answers, statuses, letIn: letIn.status, started };
}

/** Returns the problem code in a response of the trigger. */
const codeIn = (body: string) => (JSON.parse(body) as { code: string }).code;

const all = (attempts: Record<string, Attempt>, status: number) =>
	Object.fromEntries(Object.keys(attempts).map((name) => [name, status]));

describe('Secret in URL', () => {
	const good = query(`token=${WORD}`);
	const encoded = [...WORD].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');

	const rejected: Record<string, Attempt> = {
		missing: {},
		empty: query('token='),
		'without a value': query('token'),
		wrong: query('token=wrong'),
		'its beginning': query(`token=${WORD.slice(0, -1)}`),
		'one that goes on': query(`token=${WORD}0`),
		'in lower case': query(`token=${WORD.toLowerCase()}`),
		'in upper case': query(`token=${WORD.toUpperCase()}`),
		'with a space behind': query(`token=${WORD}%20`),
		'with a NUL behind': query(`token=${WORD}%00`),
		'with a line break behind': query(`token=${WORD}%0a`),
		'with an invisible character': query(`token=${WORD}%e2%80%8b`),
		'in letters of full width': query(
			`token=${encodeURIComponent(WORD.replace(/A/g, 'Ａ').replace(/D/g, 'Ｄ'))}`,
		),
		'with a combining accent': query(`token=${WORD}%cc%81`),
		'encoded twice': query(`token=${encoded.replace(/%/g, '%25')}`),
		'broken encoding': query(`token=${WORD}%`),
		'right and wrong': query(`token=${WORD}&token=wrong`),
		'wrong and right': query(`token=wrong&token=${WORD}`),
		'right twice': query(`token=${WORD}&token=${WORD}`),
		'right and empty': query(`token=${WORD}&token=`),
		'in a list': query(`token[]=${WORD}`),
		'at a place of a list': query(`token[0]=${WORD}`),
		'in an object': query(`token[secret]=${WORD}`),
		'in an operator': query('token[$ne]=x'),
		'in a method': query(`token[toString]=${WORD}`),
		'right and in a list': query(`token=${WORD}&token[]=x`),
		'in the prototype': query(`__proto__[token]=${WORD}`),
		'in the prototype of a constructor': query(`constructor[prototype][token]=${WORD}`),
		'under another case of its name': query(`Token=${WORD}`),
		'under another name': query(`secret=${WORD}`),
		'behind a semicolon': query(`x=1;token=${WORD}`),
		'after a thousand others': query(`${'a=1&'.repeat(1_001)}token=${WORD}`),
		'of 8,000 characters': query(`token=${'x'.repeat(8_000)}`),
		'in a header': header('Token', WORD, 'X-Token', WORD, 'X-Api-Key', WORD),
		'as bearer': header('Authorization', `Bearer ${WORD}`),
		'as Basic Auth': header('Authorization', `Basic ${base64(`token:${WORD}`)}`),
		'as cookie': header('Cookie', `token=${WORD}`),
		'in the referrer': header('Referer', `http://x/?token=${WORD}`),
		'in the body': { body: JSON.stringify({ token: WORD, message: 'Hi' }) },
		'with the path in another place': { path: `/new-conversation/?token=wrong` },
	};

	it('is rejected with the same response if it is wrong, missing, repeated, in a list or anywhere else', async () => {
		const { answers, statuses, letIn, started } = await attack(inUrl, rejected, good);
		expect(statuses).toEqual(all(rejected, 401));
		const [body, ...others] = new Set(Object.values(answers).map((answer) => answer.body));
		expect([codeIn(body), others]).toEqual(['webhook.secretRejected', []]);
		expect([letIn, started]).toEqual([200, 1]);
	});

	it('of a megabyte is rejected by n8n before it reaches the node, in the URL and in a header', async () => {
		const long = 'x'.repeat(1_000_000);
		const attempts = { url: query(`token=${long}`), header: header('Authorization', long) };
		const { statuses, started } = await attack(inUrl, attempts, good);
		// Sometimes n8n has closed the connection before its 431 is read.
		for (const status of Object.values(statuses)) expect([0, 431]).toContain(status);
		expect(started).toBe(1);
	});

	it('is rejected in another place of the path', async () => {
		const attempts: Record<string, Attempt> = {
			'in the path': { path: `/new-conversation/${WORD}` },
			'for an event': { path: `/${WORD}` },
			'for the identifier': { path: `/../${WORD}/new-conversation` },
			'with the event in another case': { path: `/NEW-CONVERSATION?token=${WORD}x` },
			'up and down again': { path: `/x/../new-conversation` },
			'with an encoded slash': { path: '/new-conversation%2f' },
		};
		const before = await inUrl.executions();
		for (const attempt of Object.values(attempts)) {
			// n8n's own 404 repeats the path it was asked for: nothing the sender did not know.
			expect([401, 404]).toContain((await inUrl.send(attempt)).status);
		}
		expect(await inUrl.executions()).toBe(before);
	});

	it('is accepted if it is encoded, as every sender of URLs may do', async () => {
		const { letIn, started } = await attack(inUrl, {}, query(`token=${encoded}`));
		expect([letIn, started]).toEqual([200, 1]);
	});
});

describe('Basic Auth', () => {
	const good = header('Authorization', BASIC);
	const as = (text: string) => header('Authorization', `Basic ${base64(text)}`);

	const rejected: Record<string, Attempt> = {
		missing: {},
		empty: header('Authorization', ''),
		'the scheme alone': header('Authorization', 'Basic'),
		'no base64': header('Authorization', `Basic chatlio:${encodeURIComponent(PASSWORD)}`),
		'base64 of the URL kind': header('Authorization', 'Basic __-_'),
		'base64 and more': header('Authorization', `${BASIC} ${BASIC}`),
		'two in one': header('Authorization', `${BASIC}, ${BASIC}`),
		'another scheme': header('Authorization', BASIC.replace('Basic', 'Bearer')),
		'no colon': as('chatlio'),
		'an empty password': as('chatlio:'),
		'an empty user': as(`:${PASSWORD}`),
		'another user': as(`someone:${PASSWORD}`),
		'another case of the user': as(`Chatlio:${PASSWORD}`),
		'a part of the password': as(`chatlio:${PASSWORD.split(':')[0]}`),
		'the password in another encoding': header(
			'Authorization',
			`Basic ${Buffer.from(`chatlio:${PASSWORD}`, 'latin1').toString('base64')}`,
		),
		'the password in another normal form': as(`chatlio:${PASSWORD.normalize('NFD')}`),
		'a NUL behind': as(`chatlio:${PASSWORD}\0`),
		'very long': as(`chatlio:${'x'.repeat(8_000)}`),
		'the wrong one first': header('Authorization', 'Basic eDp4', 'Authorization', BASIC),
		'for the proxy': header('Proxy-Authorization', BASIC),
		'in the query': query(`authorization=${encodeURIComponent(BASIC)}`),
		'as token': query(`token=${encodeURIComponent(PASSWORD)}`),
	};

	it('is rejected with the same response if it is wrong, missing, malformed, repeated or elsewhere', async () => {
		const { answers, statuses, letIn, started } = await attack(basicAuth, rejected, good);
		expect(statuses).toEqual(all(rejected, 401));
		const [body, ...others] = new Set(Object.values(answers).map((answer) => answer.body));
		expect([codeIn(body), others]).toEqual(['webhook.passwordRejected', []]);
		for (const { headers } of Object.values(answers))
			expect(headers['www-authenticate']).toBe('Basic realm="Chatlio Trigger"');
		expect([letIn, started]).toEqual([200, 1]);
	});
});

describe('other methods', () => {
	it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
		'%s starts nothing',
		async (method) => {
			const path = `/new-conversation?token=${WORD}`;
			const override = ['X-HTTP-Method-Override', 'POST', 'X-Method-Override', 'POST'];
			const attempts = {
				plain: { method, path },
				overridden: { method, path: `${path}&_method=POST`, headers: override },
			};
			const { statuses, letIn, started } = await attack(inUrl, attempts, query(`token=${WORD}`));
			expect(statuses).toEqual(all(attempts, method === 'OPTIONS' ? 204 : 404));
			expect([letIn, started]).toEqual([200, 1]);
		},
	);
});

describe('a replay', () => {
	it('is accepted again, as the same event: its ID does not change', async () => {
		const before = await inUrl.executions();
		const recorded = {
			...query(`token=${WORD}`),
			body: JSON.stringify({ message: 'Replayed', conversationUUID: 'replayed' }),
		};
		for (let time = 0; time < 2; time++) expect((await inUrl.send(recorded)).status).toBe(200);
		const found = await api.executions(inUrl.workflowId);
		expect(found.length - before).toBe(2);
		const ids = [];
		for (const { id } of found.slice(0, 2)) {
			const data = String((await api.execution(id)).data);
			ids.push(/chatlio-[0-9a-f]{64}/.exec(data)?.[0]);
		}
		expect(ids[0]).toBeDefined();
		expect(ids[0]).toBe(ids[1]);
	});
});

describe('the IP allowlist, against a sender that writes X-Forwarded-For itself', () => {
	let own: OwnN8n | undefined;
	afterAll(async () => await own?.stop());

	const LISTED = '203.0.113.7';
	const FORGED = '198.51.100.1';
	const PROXY = '10.0.0.1';
	const from = (...chain: string[]) => header('X-Forwarded-For', chain.join(', '));

	/** Headers that n8n never trusts, whatever N8N_PROXY_HOPS is. */
	const elsewhere: Record<string, Attempt> = {
		Forwarded: header('Forwarded', `for=${LISTED}`),
		'X-Real-IP': header('X-Real-IP', LISTED),
		'other proxies': header(
			'CF-Connecting-IP',
			LISTED,
			'True-Client-IP',
			LISTED,
			'Client-IP',
			LISTED,
		),
		'no address': from('anybody<script>'),
		'the address with more behind': from(`${LISTED}x`),
		'a network': from(`${LISTED}/0`),
		nothing: {},
	};

	const expectNotAllowed = (answers: Record<string, RawAnswer>) => {
		for (const { body, headers } of Object.values(answers)) {
			expect(codeIn(body)).toBe('webhook.addressNotAllowed');
			expect(body).toContain('is not on the IP allowlist of this webhook');
			expect(headers['content-type']).toContain('application/json');
		}
	};

	it('without proxies (N8N_PROXY_HOPS 0), the header has no effect', async () => {
		const attempts = {
			...elsewhere,
			alone: from(LISTED),
			'in a chain': from(LISTED, LISTED, LISTED),
		};
		const { answers, statuses, started } = await attack(neighbours, attempts, from(LISTED));
		expect(statuses).toEqual(all(attempts, 403));
		expectNotAllowed(answers);
		expect(started).toBe(0);
	});

	it.each<{ hops: string; forged: Record<string, Attempt>; real: Attempt }>([
		{
			hops: '1',
			forged: {
				'in front of what the proxy adds': from(LISTED, FORGED),
				'many of them': from(LISTED, LISTED, LISTED, FORGED),
				'in a header of its own': header('X-Forwarded-For', LISTED, 'X-Forwarded-For', FORGED),
			},
			real: from(FORGED, LISTED),
		},
		{
			hops: '2',
			forged: {
				'in front of what the proxies add': from(LISTED, FORGED, PROXY),
				'many of them': from(LISTED, LISTED, LISTED, FORGED, PROXY),
				'in a header of its own': header(
					'X-Forwarded-For',
					LISTED,
					'X-Forwarded-For',
					`${FORGED}, ${PROXY}`,
				),
				'as the last proxy': from(FORGED, PROXY, LISTED),
			},
			real: from(FORGED, LISTED, PROXY),
		},
	])(
		'behind $hops proxies, the part that the sender wrote has no effect',
		async ({ hops, forged, real }) => {
			const env = { ...NO_EDITOR, N8N_PROXY_HOPS: hops };
			if (own) await own.restart(env);
			else own = await ownN8n(env);
			const target = await guardedTrigger(own, `Allowlist behind ${hops}`, ALLOWLIST);
			const attempts: Record<string, Attempt> = { ...elsewhere, ...forged };
			const { answers, statuses, letIn, started } = await attack(target, attempts, real);
			expect(statuses).toEqual(all(attempts, 403));
			expectNotAllowed(answers);
			expect([letIn, started]).toEqual([200, 1]);
		},
	);
});
