import { createServer } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** A port of this machine that nothing listens on now. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
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
