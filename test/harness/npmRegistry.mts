import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { packPackage } from '../../playground/package.mts';
import { manifest } from '../../playground/paths.mts';
import { temporaryFolder } from './temporary.mts';

const run = promisify(execFile);

export interface NpmRegistry {
	/** A search path on which `npm` is one that asks this registry, whatever registry it is told. */
	path: string;
	/** Puts the package there as this version, which becomes the latest. */
	publish: (version: string) => Promise<void>;
	close: () => Promise<void>;
}

/** A registry with nothing but this package, for n8n's own installer, which calls `npm` and lets nobody choose another. */
export async function npmRegistry(): Promise<NpmRegistry> {
	const folder = temporaryFolder();
	const { tarball } = await packPackage(folder.path);
	const tarballs = new Map<string, Buffer>();
	let latest = '';

	const server = fastify();
	server.get(`/${manifest.name}`, async () => ({
		name: manifest.name,
		'dist-tags': { latest },
		versions: Object.fromEntries(
			[...tarballs].map(([version, bytes]) => [
				version,
				{ ...manifest, version, dist: distribution(server.listeningOrigin, version, bytes) },
			]),
		),
	}));
	server.get<{ Params: { version: string } }>('/tarballs/:version.tgz', async (request, reply) =>
		reply.type('application/octet-stream').send(tarballs.get(request.params.version)),
	);
	const url = await server.listen({ host: '127.0.0.1', port: 0 });

	const bin = join(folder.path, 'bin');
	mkdirSync(bin);
	const { stdout: npm } = await run('sh', ['-c', 'command -v npm']);
	const script = `#!/bin/sh\nexec '${npm.trim()}' "$@" --registry='${url}'\n`;
	writeFileSync(join(bin, 'npm'), script, { mode: 0o755 });

	return {
		path: `${bin}:${process.env.PATH}`,
		publish: async (version) => {
			const unpacked = join(folder.path, version);
			mkdirSync(unpacked);
			await run('tar', ['-xzf', tarball, '-C', unpacked]);
			const file = join(unpacked, 'package', 'package.json');
			writeFileSync(file, JSON.stringify({ ...manifest, version }));
			const packed = `${unpacked}.tgz`;
			await run('tar', ['-czf', packed, '-C', unpacked, 'package']);
			tarballs.set(version, readFileSync(packed));
			latest = version;
		},
		close: async () => {
			await server.close();
			folder.remove();
		},
	};
}

const distribution = (url: string, version: string, bytes: Buffer) => ({
	tarball: `${url}/tarballs/${version}.tgz`,
	integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
	shasum: createHash('sha1').update(bytes).digest('hex'),
});
