/** Largest group for one execution. */
export interface GroupLimits {
	items: number;
	bytes: number;
}

/**
 * One execution is one row in n8n's database and, in queue mode, one message between its processes. Larger groups gain
 * nothing (measured, see docs/contributing/benchmark.md), and a crash stops a whole group.
 */
export const GROUP_LIMITS: GroupLimits = { items: 500, bytes: 4_000_000 };

/** Removes the next group from the front of `waiting`, in order: at least one call, more as far as the limits allow. */
export function nextGroup<Call extends { bytes: number }>(
	waiting: Call[],
	limits: GroupLimits = GROUP_LIMITS,
): Call[] {
	let bytes = 0;
	const end = waiting.findIndex((call, index) => {
		bytes += call.bytes;
		return index > 0 && (index >= limits.items || bytes > limits.bytes);
	});
	return waiting.splice(0, end === -1 ? waiting.length : end);
}
