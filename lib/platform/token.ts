import { fingerprint, type AdobeAccess } from './access';
import type { AccessRefusal } from './accessRefusal';

/** Asks the token service for a token. */
export type FetchToken = (access: AdobeAccess) => Promise<string | AccessRefusal>;

interface Remembered {
	token: string;
	at: number;
	/** Whether it was fetched because the one before was refused. */
	afterRefusal: boolean;
}

interface Refused {
	refusal: AccessRefusal;
	until: number;
}

/**
 * For so long a token just fetched answers every refusal: the calls that were under way with the one before get it
 * too, and if it is refused itself, another would fare no better. Not longer: later it may have expired like the one
 * in the credential, which another process may have written.
 */
export const MOMENT_MS = 10_000;
/** A refused token request is answered from memory for this long. */
export const BACK_OFF_MS = 5_000;

/**
 * Fetches a token once per process however many calls start together. Only an optimisation: n8n keeps the token,
 * encrypted, in the credential, where every process finds it.
 * Adobe asks to reuse tokens and throttles who fetches too many, without a number ("Server to server authentication").
 */
export class TokenOffice {
	private readonly flights = new Map<string, Promise<string | AccessRefusal>>();

	private readonly remembered = new Map<string, Remembered>();

	private readonly refused = new Map<string, Refused>();

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * A token to try next, or why there is none.
	 * @param refusedToken the token that was just refused; undefined when there was none to try
	 */
	async issue(
		access: AdobeAccess,
		fetchToken: FetchToken,
		refusedToken?: string,
	): Promise<string | AccessRefusal> {
		this.forgetOld();
		const key = fingerprint(access);
		const flight = this.flights.get(key);
		if (flight) return await flight;

		const last = this.remembered.get(key);
		if (last && (last.afterRefusal || last.token !== refusedToken)) return last.token;

		const refused = this.refused.get(key);
		if (refused) return refused.refusal;

		const promise = this.keep(key, fetchToken(access), refusedToken !== undefined);
		this.flights.set(key, promise);
		return await promise;
	}

	private async keep(key: string, answer: Promise<string | AccessRefusal>, afterRefusal: boolean) {
		try {
			const result = await answer;
			const at = this.now();
			if (typeof result === 'string') {
				this.remembered.set(key, { token: result, at, afterRefusal });
			} else {
				this.refused.set(key, { refusal: result, until: at + BACK_OFF_MS });
			}
			return result;
		} finally {
			this.flights.delete(key);
		}
	}

	private forgetOld() {
		const now = this.now();
		for (const [key, { at }] of this.remembered) {
			if (now - at >= MOMENT_MS) this.remembered.delete(key);
		}
		for (const [key, { until }] of this.refused) if (now >= until) this.refused.delete(key);
	}
}
