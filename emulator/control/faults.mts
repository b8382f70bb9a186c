import { isObject } from '../json.mts';

/** Which requests a rule is for; all that is given must fit. */
export interface FaultMatch {
	/** Part of the path (without query). */
	path?: string;
	method?: string;
	/** From the n-th fitting request on (1 = the first). */
	nth?: number;
	/** Text somewhere in the request's body. */
	containing?: string;
}

export interface RefuseMessages {
	/** Positions in the request, from 0. */
	indexes?: number[];
	/** Text somewhere in the message. */
	containing?: string;
	/** Default 400. */
	status?: number;
	message?: string;
}

/** What happens to a request that a rule fits. */
export interface FaultAction {
	/** Answered with this status; the request does nothing, unless `after` is set. */
	status?: number;
	/** The request does its work before it is answered with the status, as by a gateway that lost patience. */
	after?: boolean;
	headers?: Record<string, string>;
	body?: unknown;
	delayMs?: number;
	/** `before`: the connection closes and nothing happened. `after`: all happens, then the reply is lost. */
	dropConnection?: 'before' | 'after';
	/** These messages are refused, the others go their way. */
	refuseMessages?: RefuseMessages;
	/** Results the batch answer lacks at its end; true is 1. */
	shortReply?: boolean | number;
}

export interface FaultRule {
	match: FaultMatch;
	/** How many requests it hits; 0 means every one. */
	times: number;
	action: FaultAction;
}

interface Armed extends FaultRule {
	seen: number;
	hits: number;
}

/** The rules of things that go wrong on purpose; the oldest that fits wins. */
export class Faults {
	#rules: Armed[] = [];

	add(rule: FaultRule): void {
		this.#rules.push({ ...rule, seen: 0, hits: 0 });
	}

	list(): Armed[] {
		return this.#rules;
	}

	clear(): void {
		this.#rules = [];
	}

	/** The action for this request, if a rule fits; counts it. `body` is the text of the request's body, asked for only if needed. */
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

/** Reads a rule; a text says what is wrong with it. */
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
