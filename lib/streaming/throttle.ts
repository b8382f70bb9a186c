/** So many of something in any window of this length. */
export interface Rate {
	amount: number;
	perMs: number;
}

export interface Throttle {
	/** Takes a place for one request of so many messages; gives the ms to wait before sending it. */
	reserve(now: number, messages: number): number;
	/** Gives no place before this time; for what `Retry-After` asks. */
	pauseUntil(time: number): void;
}

interface Grant {
	at: number;
	weight: number;
}

/**
 * Keeps requests and messages under Adobe's rates, measured over any window and not only the
 * calendar's. `messages` must allow the largest request. Holds at most one window of requests.
 */
export function createThrottle(requests: Rate, messages: Rate): Throttle {
	const windows = [createWindow(requests), createWindow(messages)];
	let pausedUntil = 0;
	let last = 0;

	return {
		reserve(now, count) {
			// Places are given in order, so a later caller never overtakes an earlier one.
			let at = Math.max(now, pausedUntil, last);
			at = windows[0].earliest(at, 1);
			at = windows[1].earliest(at, count);
			windows[0].take(at, 1);
			windows[1].take(at, count);
			last = at;
			return at - now;
		},
		pauseUntil(time) {
			pausedUntil = Math.max(pausedUntil, time);
		},
	};
}

function createWindow({ amount, perMs }: Rate) {
	let grants: Grant[] = [];
	let used = 0;

	return {
		earliest(from: number, weight: number): number {
			let free = amount - used;
			let at = from;
			let passed = 0;
			for (const grant of grants) {
				const over = grant.at + perMs <= at;
				if (!over && free >= weight) break;
				at = Math.max(at, grant.at + perMs);
				free += grant.weight;
				passed += 1;
			}
			// What has left the window by then never counts again: places are given in order.
			grants = grants.slice(passed);
			used = amount - free;
			return at;
		},
		take(at: number, weight: number): void {
			grants.push({ at, weight });
			used += weight;
		},
	};
}
