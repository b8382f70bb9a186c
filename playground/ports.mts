import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** Below those that systems hand out by themselves, to a connection or a server that asks for any: nothing takes them meanwhile. */
const [FIRST, LAST] = [20_000, 32_000];

/**
 * A port of this machine that nothing listens on now.
 * @param inARow nor on the ones after it: how many ports in all
 */
export async function freePort(inARow = 1): Promise<number> {
	for (;;) {
		const port = randomInt(FIRST, LAST - inARow);
		const taken = await Promise.all(Array.from({ length: inARow }, (_, at) => isTaken(port + at)));
		if (!taken.includes(true)) return port;
	}
}

/** Whether something listens on the port already. */
export async function isTaken(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(true));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
	});
}

/** Reads a port that a person typed. */
export function portNumber(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_534)
		throw new InvalidArgumentError('A port is a whole number from 1 to 65534.');
	return port;
}

/** @throws Error that names the option for another port, if something listens on one of them */
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
