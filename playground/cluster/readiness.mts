import axios from 'axios';

export interface Readiness {
	/** Returns true if the process recently reported that it is ready and no connection has failed since. */
	isReady: () => boolean;
	/** Must be called when a connection could not be opened. */
	refused: () => void;
	/** Checks now, or waits for the check that is already running. */
	ask: () => Promise<void>;
	stop: () => void;
}

const POLL_MS = 500;
/** A busy n8n responds late: it counts as ready for this long after its last response. */
const READY_FOR_MS = 10_000;

/** Checks repeatedly if an n8n process is ready: while it starts, it responds with 200 to every call and drops it. */
export function watchReadiness(url: string): Readiness {
	let lastReady = 0;
	let currentCheck: Promise<void> | undefined;
	const check = async () => {
		try {
			const { status } = await axios.get(`${url}/healthz/readiness`, {
				proxy: false,
				timeout: READY_FOR_MS,
				validateStatus: () => true,
			});
			lastReady = status === 200 ? Date.now() : 0;
		} catch (error) {
			const isTimeout = axios.isAxiosError(error) && error.code === 'ECONNABORTED';
			if (!isTimeout) lastReady = 0;
		}
	};
	const ask = async () =>
		await (currentCheck ??= check().finally(() => (currentCheck = undefined)));
	const timer = setInterval(() => void ask(), POLL_MS);
	void ask();
	return {
		isReady: () => Date.now() - lastReady < READY_FOR_MS,
		refused: () => void (lastReady = 0),
		ask,
		stop: () => clearInterval(timer),
	};
}
