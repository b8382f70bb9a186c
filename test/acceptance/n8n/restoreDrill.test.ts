import { always, INLET, rejection } from '../../faults/adobeFaults.mts';
import { eventMaker, type LoadEvent } from '../../faults/events.mts';
import { FAILED, UNDER_WAY, type Status } from '../../faults/executions.mts';
import { publishIngestion, type Ingestion } from '../../faults/ingestion.mts';
import { DEAD_LETTERS, readDeadLetters } from '../../../playground/deadLetters.mts';
import { N8nApi } from '../../../playground/n8n-api.mts';
import { postTo } from '../../harness/startedCluster.mts';
import {
	EVENTS,
	leftOutOf,
	sayFigures,
	sizeOf,
	startDrilled,
	type DrilledName,
	type DrilledSystem,
} from '../../harness/restoreDrill.mts';
import { until } from '../../harness/until.mts';

const TOGETHER = 10;

const ALL: Status[] = [...UNDER_WAY, ...FAILED, 'success'];

describe.each<DrilledName>(['single', 'cluster'])('After a restore, %s', (name) => {
	const leftOut = leftOutOf(name);
	const run = leftOut ? test.skip : test;
	const figures: Record<string, number> = {};

	let drilled: DrilledSystem;
	let n8n: N8nApi;
	let ingestion: Ingestion;
	const newEvent = eventMaker();
	let made = 0;

	/** Posts one more event and expects that n8n acknowledges it. */
	async function post(): Promise<LoadEvent> {
		const event = newEvent(made++);
		const status = await postTo(ingestion.urlOf(event.path), JSON.parse(event.body) as object);
		expect(status).toBe(200);
		return event;
	}

	const arrived = async (events: LoadEvent[]) =>
		await until('the events are at Adobe', async () => {
			const texts = (await ingestion.records(0)).map(({ text }) => text).join();
			return events.every(({ key }) => texts.includes(key));
		});

	/** Reads everything that a restore must bring back. */
	async function kept() {
		const executions = await ingestion.executions.since(0, ALL);
		return {
			executions: new Map(executions.map((execution) => [execution.id, execution])),
			credentials: await n8n.get<Array<{ id: string }>>('/credentials'),
			workflows: await n8n.get<Array<{ id: string }>>('/workflows'),
			deadLetters: await readDeadLetters(n8n, DEAD_LETTERS),
		};
	}
	type Kept = Awaited<ReturnType<typeof kept>>;

	async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
		const started = Date.now();
		const result = await work();
		figures[`${what}, s`] = (Date.now() - started) / 1_000;
		return result;
	}

	let before: Kept;
	let after: Kept;
	let undelivered: LoadEvent[];
	let underWay: LoadEvent;
	let texts: string[];
	const ended = ({ executions }: Kept) =>
		[...executions.values()].filter(({ status }) => !UNDER_WAY.includes(status as Status));

	beforeAll(async () => {
		if (leftOut) return;
		drilled = await startDrilled(name);
		const { system } = drilled;
		const { control } = system.emulator;
		n8n = await N8nApi.signIn(system.url);
		ingestion = await publishIngestion(system, 1);

		// Events that arrive, events that become dead letters, and one whose execution is in the middle of delivering.
		const events: LoadEvent[] = [];
		while (events.length < EVENTS)
			events.push(...(await Promise.all(Array.from({ length: TOGETHER }, post))));
		await arrived(events);
		await always(system, INLET, rejection(503, 'Out of order'));
		undelivered = await Promise.all([post(), post()]);
		await until(
			'they are dead letters',
			async () => (await ingestion.deadLetters()).length === undelivered.length,
		);
		await control.clearFaults();
		await until(
			'nothing is under way',
			async () => (await ingestion.executions.since(0, UNDER_WAY)).length === 0,
		);
		await always(system, INLET, { delayMs: 3_600_000, dropConnection: 'before' });
		underWay = newEvent(0);
		expect(await postTo(ingestion.urlOf(underWay.path), JSON.parse(underWay.body) as object)).toBe(
			200,
		);
		await until(
			'it is being delivered',
			async () => (await ingestion.executions.since(0, ['running'])).length > 0,
		);

		before = await kept();
		texts = await ingestion.executions.texts(ended(before).slice(0, 20));
		const file = await timed('backup', drilled.backUp);
		figures['events before the backup'] = made;
		figures['executions'] = before.executions.size;
		figures['backup, MB'] = sizeOf(file) / 1e6;
		await control.clearFaults();

		// What comes after the backup is what a restore cannot bring back.
		await arrived([await post()]);
		await drilled.destroy();
		await timed('restore', async () => await drilled.restore(file));
		await timed('start', drilled.startAgain);
		after = await kept();
		sayFigures(name, figures);
	}, 900_000);

	afterAll(async () => await drilled?.stop(), 300_000);

	run(
		`n8n has the executions of the backup, with their data, and no others${leftOut}`,
		async () => {
			expect(ended(before).length).toBeGreaterThan(0);
			const same = ended(before).map(({ id }) => after.executions.get(id));
			expect(same).toEqual(ended(before));
			expect([...after.executions.keys()].sort()).toEqual([...before.executions.keys()].sort());
			expect(await ingestion.executions.texts(ended(before).slice(0, 20))).toEqual(texts);
		},
	);

	run(`n8n has the credentials, workflows and dead letters of the backup${leftOut}`, () => {
		const { credentials, workflows, deadLetters } = before;
		expect([credentials.length, deadLetters.length]).toEqual([2, undelivered.length]);
		expect(after).toMatchObject({ credentials, workflows, deadLetters });
	});

	run(
		`events go on to arrive at the same URLs, with the credentials of the backup${leftOut}`,
		async () => {
			await arrived(await Promise.all([post(), post(), post()]));
		},
		300_000,
	);

	run(
		`the dead letters can be replayed${leftOut}`,
		async () => {
			await until('every dead letter is delivered', async () => {
				await ingestion.replay();
				return (await ingestion.deadLetters()).length === 0;
			});
			await arrived(undelivered);
		},
		300_000,
	);

	run(
		`an execution that was running at the backup is kept as crashed, and a retry delivers its event${leftOut}`,
		async () => {
			const { executions } = ingestion;
			await until(
				'it is crashed',
				async () => (await executions.since(0, ['crashed'])).length === 1,
			);
			expect(await executions.retry(await executions.since(0, ['crashed']))).toBe(0);
			await arrived([underWay]);
		},
		300_000,
	);
});
