import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { InvalidArgumentError } from 'commander';

/**
 * Below the ports that systems assign automatically to connections and servers, so that no process takes them in the
 * meantime.
 */
const [FIRST, LAST] = [20_000, 32_000];

/**
 * Returns a port of this machine that no process listens on.
 * @param inARow number of free ports required, this one and the following
 */
export async function freePort(inARow = 1): Promise<number> {
	for (;;) {
		const port = randomInt(FIRST, LAST - inARow);
		const taken = await Promise.all(Array.from({ length: inARow }, (_, at) => isTaken(port + at)));
		if (!taken.includes(true)) return port;
	}
}

/** Returns true if a process already listens on the port. */
export async function isTaken(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(true));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
	});
}

/** Parses a port that a user entered. */
export function portNumber(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_534)
		throw new InvalidArgumentError('A port is a whole number from 1 to 65534.');
	return port;
}

/**
 * Checks that the ports are free.
 * @throws Error that names the option for another port, if one of them is taken
 */
export async function refuseTaken(
	command: string,
	ports: Array<readonly [port: number, option: string]>,
): Promise<void> {
	for (const [port, option] of ports)
		if (await isTaken(port))
			throw new Error(
				`Port ${port} is taken. Stop what uses it, or choose another: ${command} -- ${option} ${port + 100}`,
			);
}
