import { colonTransactionId, uuid } from '../ids.mts';
import type { JsonObject } from '../json.mts';
import type { World } from '../world.mts';

/** The inlet's decision about one message of a batch. */
export interface Decision {
	/** Undefined if it is accepted. */
	refusal: { status: number; message: string } | undefined;
}

export interface BatchResult {
	/** One per message, including rejected ones. */
	xactionIds: string[];
	body: JsonObject;
}

/**
 * Creates the response to a batch in one of Adobe's two forms: the newer one in its Kafka sink's tests (`status`, every
 * ID a UUID with the index), or the documented one in the tutorial (`statusCode`, no ID for rejected messages, IDs with
 * colons that have no index). The last `missing` results are left out.
 */
export function answerBatch(
	world: World,
	inletId: string,
	decisions: Decision[],
	missing: number,
): BatchResult {
	const now = world.now();
	const isNewer = world.settings.batchShape === 'newer';
	const batch = uuid();
	const xactionIds = decisions.map((_, index) =>
		isNewer ? `${batch}-${index}` : `${colonTransactionId(now)}:${(index * 7 + 3) % 10}`,
	);
	const responses = decisions.map(({ refusal }, index) => {
		const xactionId = xactionIds[index]!;
		if (!refusal) return { xactionId };
		return isNewer
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
