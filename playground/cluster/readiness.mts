import axios from 'axios';

export interface Readiness {
	/** Whether it said so lately and nothing has spoken against it since. */
	isReady: () => boolean;
	/** To be called when a connection could not be opened. */
	refused: () => void;
	/** Asks now, or waits for the answer that is on its way. */
	ask: () => Promise<void>;
	stop: () => void;
}

const EVERY_MS = 500;
/** A busy n8n answers late: it counts as ready this long after its last answer. */
const LATELY_MS = 10_000;

/** Asks an n8n process again and again whether it is ready: while it starts it answers 200 to every call and drops it. */
export function watchReadiness(url: string): Readiness {
	let lastReady = 0;
	let asking: Promise<void> | undefined;
	const answer = async () => {
		try {
			const { status } = await axios.get(`${url}/healthz/readiness`, {
				proxy: false,
				timeout: LATELY_MS,
				validateStatus: () => true,
			});
			lastReady = status === 200 ? Date.now() : 0;
		} catch (error) {
			const slow = axios.isAxiosError(error) && error.code === 'ECONNABORTED';
			if (!slow) lastReady = 0;
		}
	};
	const ask = async () => await (asking ??= answer().finally(() => (asking = undefined)));
	const timer = setInterval(() => void ask(), EVERY_MS);
	void ask();
	return {
		isReady: () => Date.now() - lastReady < LATELY_MS,
		refused: () => void (lastReady = 0),
		ask,
		stop: () => clearInterval(timer),
	};
}
