import { fingerprint, type AdobeCredential } from './adobeCredential';
import { askedUntilOf, LONGEST_SILENCE_MS } from '../../problem/askedToWait';
import type { Problem } from '../../problem/problem';

/** Requests a token from the token service. */
export type FetchToken = (credential: AdobeCredential) => Promise<string | Problem>;

interface CachedToken {
	token: string;
	fetchedAt: number;
	/** True if it was fetched because the previous one was rejected. */
	afterRejection: boolean;
}

interface FailedRequest {
	problem: Problem;
	until: number;
}

/**
 * Milliseconds for which a new token answers every rejection: calls that were already running with the previous token
 * get the new one too, and if it is rejected itself, another would not help. Not longer: it may expire later, like the
 * one in the credential, which another process may have written.
 */
export const MOMENT_MS = 10_000;
/** Milliseconds for which a rejected token request is answered from memory. */
export const BACK_OFF_MS = 5_000;
/** The same after a transient answer: the callers decide how long they keep asking, with growing delays. */
export const TRANSIENT_BACK_OFF_MS = 1_000;

/**
 * Fetches a token once per process, however many calls start at the same time. This only saves requests: n8n keeps the
 * token, encrypted, in the credential, where every process finds it. Adobe asks to reuse tokens and throttles clients
 * that fetch too many, without naming a number ("Server to server authentication").
 */
export class TokenCache {
	private readonly pendingRequests = new Map<string, Promise<string | Problem>>();

	private readonly tokens = new Map<string, CachedToken>();

	private readonly failures = new Map<string, FailedRequest>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * Returns a token to try next, or the problem.
	 * @param refusedToken the token that was just rejected; undefined if there was none to try
	 */
	async getToken(
		credential: AdobeCredential,
		fetchToken: FetchToken,
		refusedToken?: string,
	): Promise<string | Problem> {
		this.removeExpired();
		const key = fingerprint(credential);
		const pending = this.pendingRequests.get(key);
		if (pending) return await pending;

		const last = this.tokens.get(key);
		if (last && (last.afterRejection || last.token !== refusedToken)) return last.token;

		const failure = this.failures.get(key);
		if (failure) return failure.problem;

		const promise = this.fetchAndStore(key, fetchToken(credential), refusedToken !== undefined);
		this.pendingRequests.set(key, promise);
		return await promise;
	}

	private async fetchAndStore(
		key: string,
		tokenRequest: Promise<string | Problem>,
		afterRejection: boolean,
	) {
		try {
			const result = await tokenRequest;
			const fetchedAt = this.now();
			if (typeof result === 'string') {
				this.tokens.set(key, { token: result, fetchedAt, afterRejection });
			} else {
				this.failures.set(key, { problem: result, until: silentUntil(result, fetchedAt) });
			}
			return result;
		} finally {
			this.pendingRequests.delete(key);
		}
	}

	private removeExpired() {
		const now = this.now();
		for (const [key, { fetchedAt }] of this.tokens) {
			if (now - fetchedAt >= MOMENT_MS) this.tokens.delete(key);
		}
		for (const [key, { until }] of this.failures) if (now >= until) this.failures.delete(key);
	}
}

/** Returns the time until which the token service is not asked again. */
function silentUntil(problem: Problem, now: number): number {
	const backOffMs = problem.retry === 'later' ? TRANSIENT_BACK_OFF_MS : BACK_OFF_MS;
	const askedUntil = Math.min(askedUntilOf(problem), now + LONGEST_SILENCE_MS);
	return Math.max(now + backOffMs, askedUntil);
}
