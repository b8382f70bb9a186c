/** An amount per window of this length. */
export interface Rate {
	amount: number;
	perMs: number;
}

export interface Throttle {
	/** Reserves a slot for one request with this many messages; returns the milliseconds to wait before sending it. */
	reserve(now: number, messages: number): number;
	/** Gives no slot before this time, as `Retry-After` asks. */
	pauseUntil(time: number): void;
}

interface Grant {
	at: number;
	weight: number;
}

/**
 * Keeps requests and messages within Adobe's rates, measured over any window and not only the calendar's. `messages`
 * must allow the largest request. Stores at most one window of requests.
 */
export function createThrottle(requests: Rate, messages: Rate): Throttle {
	const windows = [createWindow(requests), createWindow(messages)];
	let pausedUntil = 0;
	let lastStart = 0;

	return {
		reserve(now, count) {
			// Slots are given in order, so a later caller never overtakes an earlier one.
			let startAt = Math.max(now, pausedUntil, lastStart);
			startAt = windows[0].earliest(startAt, 1);
			startAt = windows[1].earliest(startAt, count);
			windows[0].take(startAt, 1);
			windows[1].take(startAt, count);
			lastStart = startAt;
			return startAt - now;
		},
		pauseUntil(time) {
			pausedUntil = Math.max(pausedUntil, time);
		},
	};
}

function createWindow({ amount, perMs }: Rate) {
	let grants: Grant[] = [];
	let usedWeight = 0;

	return {
		earliest(from: number, weight: number): number {
			let freeWeight = amount - usedWeight;
			let earliestAt = from;
			let expiredCount = 0;
			for (const grant of grants) {
				const isExpired = grant.at + perMs <= earliestAt;
				if (!isExpired && freeWeight >= weight) break;
				earliestAt = Math.max(earliestAt, grant.at + perMs);
				freeWeight += grant.weight;
				expiredCount += 1;
			}
			// What has left the window by then never counts again, because slots are given in order.
			grants = grants.slice(expiredCount);
			usedWeight = amount - freeWeight;
			return earliestAt;
		},
		take(at: number, weight: number): void {
			grants.push({ at, weight });
			usedWeight += weight;
		},
	};
}
