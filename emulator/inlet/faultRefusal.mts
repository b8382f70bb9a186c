import type { FaultAction } from '../control/faults.mts';

/** Returns the rejection that a fault rule requests for the message at this position, if any. */
export function faultRefusal(
	fault: FaultAction | undefined,
	message: unknown,
	index: number,
): { status: number; message: string } | undefined {
	const rule = fault?.refuseMessages;
	if (!rule) return undefined;
	const byIndex = rule.indexes?.includes(index) ?? false;
	const byText = rule.containing !== undefined && JSON.stringify(message).includes(rule.containing);
	if (!byIndex && !byText) return undefined;
	return { status: rule.status ?? 400, message: rule.message ?? 'Refused by a fault rule' };
}
