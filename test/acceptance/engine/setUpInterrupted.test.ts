import { signIn } from '../../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import type { PlatformCall } from '../../../lib/platform/transport/platformRequest';
import { platformClient } from '../../../lib/platform/transport/platformClient';
import { createProblem } from '../../../lib/problem/problem';
import { ServiceError } from '../../../lib/problem/serviceError';
import { remove } from '../../../lib/setup/remove';
import type { SetUpSettings } from '../../../lib/setup/setUpSettings';
import { setUp, type SetUpResult } from '../../../lib/setup/setUp';

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
	deliveryRoute: 'xdm',
	source: 'httpApi',
	authenticated: false,
	profile: false,
	datasetName: '',
	visitorNamespace: 'ChatlioVisitor',
	userNamespace: '',
	createNamespaces: true,
	mergeFieldGroup: true,
	labelPersonalData: false,
	customFields: [],
};

const REMOVAL = { ...SETTINGS, withData: false };

const WAYS: Array<[string, Partial<SetUpSettings>]> = [
	// The labels come last and are the same on every route.
	['XDM', { deliveryRoute: 'xdm', labelPersonalData: true }],
	['raw', { deliveryRoute: 'raw', profile: true }],
	['direct over HTTP API', { deliveryRoute: 'direct' }],
	[
		'direct over Adobe’s Chatlio connector',
		{ deliveryRoute: 'direct', source: 'chatlioConnector' },
	],
];

type Moment = 'before Adobe acted' | 'after Adobe acted';

const CUT = createProblem('adobe.noAnswer', { task: 'go on', reason: 'the connection was cut' });

/** Expects an error that says that the connection was cut. */
const expectCut = (error: unknown) =>
	expect(error).toMatchObject({ name: 'ServiceError', problem: { code: CUT.code } });

/** Cuts the connection at one request, counted from 0; `seen` has the methods of all. */
function cutAt(position: number, moment: Moment) {
	const seen: string[] = [];
	const cut: PlatformCall = async (request) => {
		seen.push(request.method ?? 'GET');
		if (seen.length - 1 !== position) return await call(request);
		if (moment === 'after Adobe acted') await call(request);
		throw new ServiceError(CUT);
	};
	return { cut, seen };
}

const outcomesOf = ({ rows }: SetUpResult) =>
	rows.flatMap(({ steps }) => steps).map(({ outcome }) => outcome);

const MOMENTS: Moment[] = ['before Adobe acted', 'after Adobe acted'];

describe.each(WAYS)('Set Up %s, cut off at each of its requests in turn,', (_, change) => {
	const settings = { ...SETTINGS, ...change };

	it('is completed by a new run if the connection was cut before Adobe acted', async () => {
		const { cut, seen } = cutAt(-1, 'before Adobe acted');
		const { rows: whole } = await setUp(cut, settings);
		for (const position of seen.keys()) {
			await empty();
			const half = setUp(cutAt(position, 'before Adobe acted').cut, settings);
			expectCut(await half.catch((error: unknown) => error));
			// It would fail if two resources had one name.
			const { rows } = await setUp(call, settings);
			expect(rows.map(({ flowName }) => flowName)).toEqual(whole.map(({ flowName }) => flowName));
		}
	}, 600_000);

	// Reading changes nothing, so that before and after are the same there.
	it('is completed in the same run if the response to a creation is lost', async () => {
		const { cut, seen } = cutAt(-1, 'after Adobe acted');
		await setUp(cut, settings);
		for (const [position, method] of seen.entries()) {
			if (method === 'GET') continue;
			await empty();
			const result = await setUp(cutAt(position, 'after Adobe acted').cut, settings);
			expect(new Set(outcomesOf(result))).toEqual(new Set(['created']));
		}
	}, 600_000);
});

describe('a run that was cut off', () => {
	it('says what exists by then and that the next run continues', async () => {
		const { cut, seen } = cutAt(-1, 'before Adobe acted');
		await setUp(cut, SETTINGS);
		await empty();
		const last = seen.lastIndexOf('POST');
		const { cut: cutLast } = cutAt(last, 'before Adobe acted');
		await expect(setUp(cutLast, SETTINGS)).rejects.toMatchObject({
			problem: {
				...CUT,
				advice: expect.stringMatching(
					/ What exists by now: .*field group "Shop Fields" \(created\).*\. Run it again: it continues from there\.$/,
				),
			},
		});
	});
});

describe('Remove', () => {
	it.each(MOMENTS)(
		'is completed by a new run if it was cut off at any request, %s',
		async (moment) => {
			await setUp(call, SETTINGS);
			const { cut, seen } = cutAt(-1, moment);
			await remove(cut, REMOVAL);
			for (let position = 0; position < seen.length; position++) {
				await empty();
				await setUp(call, SETTINGS);
				await remove(cutAt(position, moment).cut, REMOVAL).catch(expectCut);
				await remove(call, REMOVAL);
				const left = await remove(call, REMOVAL);
				expect(left.map(({ kind }) => kind)).toEqual(['identity namespace']);
			}
		},
		600_000,
	);
});
