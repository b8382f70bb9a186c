import { connect } from 'node:net';

/** Sends bytes to a port of this machine and returns the first bytes of the response. */
export async function ask(port: number, question: string | Buffer): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(question));
		socket.setTimeout(2_000, () => socket.destroy(new Error(`Port ${port} does not answer`)));
		socket.once('data', (answer) => {
			socket.destroy();
			resolve(answer);
		});
		socket.once('error', reject);
		socket.once('close', () => reject(new Error(`Port ${port} closed the connection`)));
	});
}
