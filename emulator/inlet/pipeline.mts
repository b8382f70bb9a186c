import { ulid } from '../ids.mts';
import { inTransaction } from '../state/database.mts';
import type { Accepted, RecordRow, Settled } from '../state/recordTypes.mts';
import { keepBatch } from '../platform/batches.mts';
import type { World } from '../world.mts';
import { evaluate, type Evaluated } from './evaluate.mts';
import { toProfile } from './profile.mts';

/** Number of records validated at a time, before other requests are handled. */
const CHUNK = 500;

/**
 * Moves accepted records into their datasets: they are validated after the response, valid ones are stored, invalid
 * ones go to a failed batch.
 */
export class Pipeline {
	readonly #world: World;
	#timer: NodeJS.Timeout | undefined;
	/** Time at which the timer fires. */
	#wakesAt = Infinity;
	#closed = false;

	constructor(world: World) {
		this.#world = world;
	}

	/** Stores accepted messages and schedules their validation. */
	accept(messages: Accepted[]): void {
		const { validationDelayMs } = this.#world.settings;
		const now = this.#world.now();
		this.#world.records.accept(messages, now, now + validationDelayMs);
		this.wake(validationDelayMs);
	}

	/** Looks for due records after `delayMs`; also finds those that an earlier run of the emulator left behind. */
	wake(delayMs: number): void {
		const at = Date.now() + delayMs;
		if (this.#closed || this.#wakesAt <= at) return;
		clearTimeout(this.#timer);
		this.#wakesAt = at;
		this.#timer = setTimeout(() => {
			this.#wakesAt = Infinity;
			this.#work();
		}, delayMs);
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#work(): void {
		const world = this.#world;
		const rows = world.records.due(world.now(), CHUNK);
		if (rows.length > 0) {
			inTransaction(world.database, () => settleAll(world, rows));
			this.wake(0);
		} else if (world.records.counts().received > 0) {
			this.wake(Math.max(5, Math.min(world.settings.validationDelayMs, 100)));
		}
	}
}

/** A record that cannot be processed is rejected with the reason; it must not block those after it. */
function evaluateSafely(world: World, row: RecordRow): Evaluated {
	try {
		return evaluate(world, row);
	} catch (error) {
		const why = `The record cannot be processed: ${(error as Error).message}`;
		return { entity: undefined, why, violations: [], warnings: [] };
	}
}

function settleAll(world: World, rows: RecordRow[]): void {
	const now = world.now();
	const batches = new Map<string, { batchId: string; datasetId: string; members: Settled[] }>();
	for (const row of rows) {
		const { entity, why, violations, warnings } = evaluateSafely(world, row);
		const status = why === undefined ? 'stored' : 'refused';
		const datasetId = row.datasetId ?? '';
		const key = `${status} ${row.sandbox} ${datasetId}`;
		const batch = batches.get(key) ?? { batchId: ulid(now), datasetId, members: [] };
		batches.set(key, batch);
		const profile =
			status === 'stored' ? toProfile(world, row.sandbox, datasetId, entity) : undefined;
		batch.members.push({
			seq: row.seq,
			status,
			entity,
			why,
			violations,
			warnings,
			profile: profile?.outcome,
			profileReason: profile?.reason,
			batchId: batch.batchId,
		});
	}
	for (const [key, { batchId, datasetId, members }] of batches) {
		const [status, sandbox] = key.split(' ');
		world.records.settle(members, now);
		keepBatch(world, sandbox!, datasetId, batchId, status === 'stored', members.length);
	}
}
