/** Runs a piece of work and prints its name and duration; on a terminal, also the seconds while it runs. */
export async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
	const started = Date.now();
	const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
	const { isTTY } = process.stdout;
	const timer = isTTY && setInterval(() => process.stdout.write(`\r${text} … ${seconds()}`), 200);
	try {
		const result = await work();
		console.log(`${isTTY ? '\r' : ''}${text}: ${seconds()}   `);
		return result;
	} finally {
		if (timer) clearInterval(timer);
	}
}
