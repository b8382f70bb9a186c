const { stdout } = process;
const running = new Map();
let timer;

const secondsSince = (start) => Math.round((Date.now() - start) / 1000);

/** Runs a step of the install and prints its progress and duration; several can run at the same time. */
export async function step(text, work) {
	if (running.size === 0) timer = setInterval(showRunning, stdout.isTTY ? 500 : 20_000);
	const start = Date.now();
	running.set(text, start);
	if (stdout.isTTY) showRunning();
	else console.log(`${text} …`);
	let outcome = 'stopped after ';
	try {
		const result = await work();
		outcome = '';
		return result;
	} finally {
		running.delete(text);
		if (running.size === 0) clearInterval(timer);
		clearLine();
		console.log(`${text}: ${outcome}${secondsSince(start)} s`);
	}
}

/** Updates one line on a terminal, prints a new line elsewhere. */
function showRunning() {
	const line = [...running].map(([text, start]) => `${text} … ${secondsSince(start)} s`).join(', ');
	if (!stdout.isTTY) return console.log(`  ${line}`);
	clearLine();
	stdout.write(line.slice(0, stdout.columns - 1));
}

export function clearLine() {
	if (stdout.isTTY) stdout.write('\r\x1b[K');
}
