import { isObject } from '../json.mts';

/** Conditions for the requests that a rule applies to; all given conditions must match. */
export interface FaultMatch {
	/** Part of the path (without query). */
	path?: string;
	method?: string;
	/** Starts with the n-th matching request (1 = the first). */
	nth?: number;
	/** Text anywhere in the request's body. */
	containing?: string;
}

export interface RefuseMessages {
	/** Positions in the request, from 0. */
	indexes?: number[];
	/** Text anywhere in the message. */
	containing?: string;
	/** Default 400. */
	status?: number;
	message?: string;
}

/** Effect on a request that a rule matches. */
export interface FaultAction {
	/** Responds with this status; the request has no effect, unless `after` is set. */
	status?: number;
	/** Processes the request before the response with the status, like a gateway that timed out. */
	after?: boolean;
	headers?: Record<string, string>;
	body?: unknown;
	delayMs?: number;
	/**
	 * `before`: the connection closes and nothing happens. `after`: the request is processed, then the response is lost.
	 */
	dropConnection?: 'before' | 'after';
	/** Rejects these messages and processes the others. */
	refuseMessages?: RefuseMessages;
	/** Number of results missing at the end of the batch response; true means 1. */
	shortReply?: boolean | number;
}

export interface FaultRule {
	match: FaultMatch;
	/** Number of requests that it affects; 0 means all. */
	times: number;
	action: FaultAction;
}

interface CountedRule extends FaultRule {
	seen: number;
	hits: number;
}

/** Rules for intentional faults; the oldest matching rule applies. */
export class Faults {
	#rules: CountedRule[] = [];

	add(rule: FaultRule): void {
		this.#rules.push({ ...rule, seen: 0, hits: 0 });
	}

	list(): CountedRule[] {
		return this.#rules;
	}

	clear(): void {
		this.#rules = [];
	}

	/**
	 * Returns the action for this request if a rule matches, and counts it. `body` returns the text of the request's body
	 * and is called only if needed.
	 */
	take(method: string, path: string, body: () => string): FaultAction | undefined {
		for (const rule of this.#rules) {
			const { match } = rule;
			if (match.path !== undefined && !path.includes(match.path)) continue;
			if (match.method !== undefined && match.method.toUpperCase() !== method) continue;
			if (match.containing !== undefined && !body().includes(match.containing)) continue;
			rule.seen++;
			if (rule.seen < (match.nth ?? 1)) continue;
			if (rule.times !== 0 && rule.hits >= rule.times) continue;
			rule.hits++;
			return rule.action;
		}
		return undefined;
	}
}

const ACTIONS = [
	'status',
	'after',
	'headers',
	'body',
	'delayMs',
	'dropConnection',
	'refuseMessages',
	'shortReply',
];

/** Reads a rule; returns a text if it is invalid. */
export function readFaultRule(value: unknown): FaultRule | string {
	if (!isObject(value)) return 'A fault rule is an object with match, times and action.';
	if (value.match !== undefined && !isObject(value.match)) return '"match" is an object.';
	const match = (value.match ?? {}) as FaultMatch;
	for (const name of Object.keys(match)) {
		if (!['path', 'method', 'nth', 'containing'].includes(name)) {
			return `"match" knows path, method, nth and containing, not "${name}".`;
		}
	}
	const times = value.times ?? 1;
	if (typeof times !== 'number' || times < 0) return '"times" is a number; 0 means every time.';
	if (!isObject(value.action)) return '"action" is an object.';
	for (const name of Object.keys(value.action)) {
		if (!ACTIONS.includes(name)) return `"action" knows ${ACTIONS.join(', ')}, not "${name}".`;
	}
	const drop = value.action.dropConnection;
	if (drop !== undefined && drop !== 'before' && drop !== 'after') {
		return '"dropConnection" is "before" or "after".';
	}
	return { match, times, action: value.action as FaultAction };
}
