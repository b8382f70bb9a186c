import { signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { PlatformCall } from '../../../lib/platform/call';
import { platformClient } from '../../../lib/platform/client';
import { PlatformRefusal } from '../../../lib/platform/refusal';
import { remove } from '../../../lib/setup/remove';
import type { SetUpSettings } from '../../../lib/setup/settings';
import { setUp } from '../../../lib/setup/setUp';

let emulator: Emulator;
let call: PlatformCall;

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator?.stop());
beforeEach(empty);

/** Empties the emulator and signs in anew. */
async function empty() {
	await emulator.control.reset();
	const http = await signIn(emulator.url);
	call = platformClient(
		async ({ method, url, headers, body }) => {
			const reply = await http.request<unknown>({
				method,
				url,
				headers,
				data: body,
				validateStatus: () => true,
			});
			return { kind: 'reply', status: reply.status, headers: {}, body: reply.data };
		},
		emulator.url,
		'prod',
	);
}

const SETTINGS: SetUpSettings = {
	name: 'Shop',
	way: 'xdm',
	source: 'httpApi',
	authenticated: false,
	profile: false,
	datasetName: '',
	visitorNamespace: 'ChatlioVisitor',
	userNamespace: '',
	createNamespaces: true,
	mergeFieldGroup: true,
};

const REMOVAL = { ...SETTINGS, withData: false };

const WAYS: Array<[string, Partial<SetUpSettings>]> = [
	['XDM', { way: 'xdm' }],
	['raw', { way: 'raw', profile: true }],
	['straight over HTTP API', { way: 'straight' }],
	['straight over Adobe’s Chatlio source', { way: 'straight', source: 'chatlioSource' }],
];

type Moment = 'before Adobe acted' | 'after Adobe acted';

const lost = () =>
	new PlatformRefusal({ message: 'The connection was cut', description: 'Run again.', status: 0 });

/** Cuts the connection at one call, counted from 0; `seen` counts them all. */
function cutAt(position: number, moment: Moment) {
	const seen: string[] = [];
	const cut: PlatformCall = async (request) => {
		seen.push(request.method ?? 'GET');
		if (seen.length - 1 !== position) return await call(request);
		if (moment === 'after Adobe acted') await call(request);
		throw lost();
	};
	return { cut, seen };
}

const outcomesOf = (rows: Awaited<ReturnType<typeof setUp>>) =>
	rows.flatMap(({ steps }) => steps).map(({ outcome }) => outcome);

const MOMENTS: Moment[] = ['before Adobe acted', 'after Adobe acted'];

describe.each(WAYS)('Cut off after every single call in turn, Set Up %s', (_, change) => {
	const settings = { ...SETTINGS, ...change };

	it('is completed by a new run wherever the connection was cut before Adobe acted', async () => {
		const { cut, seen } = cutAt(-1, 'before Adobe acted');
		const whole = await setUp(cut, settings);
		for (const position of seen.keys()) {
			await empty();
			const half = setUp(cutAt(position, 'before Adobe acted').cut, settings);
			await expect(half).rejects.toBeInstanceOf(PlatformRefusal);
			// Two of one name would be refused.
			const rows = await setUp(call, settings);
			expect(rows.map(({ flowName }) => flowName)).toEqual(whole.map(({ flowName }) => flowName));
		}
	}, 600_000);

	// Reading changes nothing: before and after are the same there.
	it('is completed in the same run when the reply to what was made is lost', async () => {
		const { cut, seen } = cutAt(-1, 'after Adobe acted');
		await setUp(cut, settings);
		for (const [position, method] of seen.entries()) {
			if (method === 'GET') continue;
			await empty();
			const rows = await setUp(cutAt(position, 'after Adobe acted').cut, settings);
			expect(new Set(outcomesOf(rows))).toEqual(new Set(['created']));
		}
	}, 600_000);
});

describe('a cut-off run', () => {
	it('says what exists by then and that the next one continues', async () => {
		const { cut, seen } = cutAt(-1, 'before Adobe acted');
		await setUp(cut, SETTINGS);
		await empty();
		const last = seen.lastIndexOf('POST');
		const cause = await setUp(cutAt(last, 'before Adobe acted').cut, SETTINGS).catch(
			(error: unknown) => error as PlatformRefusal,
		);
		expect((cause as PlatformRefusal).refusal).toMatchObject({
			message: 'The connection was cut',
			description: expect.stringMatching(
				/^Run again\. What exists by now: .*field group "Shop Fields" \(created\).*it continues from there\.$/,
			),
		});
	});
});

describe('Remove', () => {
	it.each(MOMENTS)(
		'is completed by a new run wherever it was cut off, %s',
		async (moment) => {
			await setUp(call, SETTINGS);
			const { cut, seen } = cutAt(-1, moment);
			await remove(cut, REMOVAL);
			for (let position = 0; position < seen.length; position++) {
				await empty();
				await setUp(call, SETTINGS);
				await remove(cutAt(position, moment).cut, REMOVAL).catch((cause: unknown) => {
					expect(cause).toBeInstanceOf(PlatformRefusal);
				});
				await remove(call, REMOVAL);
				const left = await remove(call, REMOVAL);
				expect(left.map(({ kind }) => kind)).toEqual(['identity namespace']);
			}
		},
		600_000,
	);
});
