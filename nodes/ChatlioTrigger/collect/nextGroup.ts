/** How much goes into one execution. */
export interface GroupLimits {
	items: number;
	bytes: number;
}

/**
 * One execution is one row in n8n's database and, in queue mode, one message between its processes: larger groups gain
 * nothing (measured, see docs/performance.md), and a crash stops a whole group.
 */
export const GROUP_LIMITS: GroupLimits = { items: 500, bytes: 4_000_000 };

/** Takes from the front of `waiting` what goes together, in order: at least one, more as far as the limits allow. */
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
