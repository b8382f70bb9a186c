import { colonTransactionId, uuid } from '../ids.mts';
import type { JsonObject } from '../json.mts';
import type { World } from '../world.mts';

/** What the inlet decided about one message of a batch. */
export interface Decision {
	/** Undefined if it is accepted. */
	refusal: { status: number; message: string } | undefined;
}

export interface BatchResult {
	/** One for every message, refused ones too. */
	xactionIds: string[];
	body: JsonObject;
}

/**
 * The answer to a batch in one of Adobe's two shapes: the newer of its Kafka sink's tests (`status`, every id a UUID
 * and the index), or the documented one of the tutorial (`statusCode`, no id where refused, ids with colons that carry
 * no index). `missing` results are left out at the end.
 */
export function answerBatch(
	world: World,
	inletId: string,
	decisions: Decision[],
	missing: number,
): BatchResult {
	const now = world.now();
	const newer = world.settings.batchShape === 'newer';
	const batch = uuid();
	const xactionIds = decisions.map((_, index) =>
		newer ? `${batch}-${index}` : `${colonTransactionId(now)}:${(index * 7 + 3) % 10}`,
	);
	const responses = decisions.map(({ refusal }, index) => {
		const xactionId = xactionIds[index]!;
		if (!refusal) return { xactionId };
		return newer
			? { xactionId, status: refusal.status, message: refusal.message }
			: { statusCode: refusal.status, message: refusal.message };
	});
	return {
		xactionIds,
		body: {
			inletId,
			batchId: colonTransactionId(now),
			receivedTimeMs: now,
			responses: responses.slice(0, Math.max(0, responses.length - missing)),
		},
	};
}
