import { n8nVersion } from '../../harness/compose.mts';
import { buildImageFolder, dockerfile } from './dockerfile.mts';
import { readPage } from '../../harness/docs.mts';
import { PACKAGE, Registry } from '../../harness/n8n';
import { npmRegistry } from '../../harness/npmRegistry.mts';

test('the image is made of the n8n that everything is tried with', () => {
	expect(dockerfile()[0]).toEqual(['FROM', `n8nio/n8n:${n8nVersion}`]);
});

test('the image takes the file that npm pack makes, and is also built without one', () => {
	const copied = dockerfile().filter(([instruction]) => instruction === 'COPY');
	// COPY fails if nothing matches.
	expect(copied).toEqual([['COPY', `--chown=node:node Dockerfile ${PACKAGE}-*.tgz package/`]]);
	const { version } = JSON.parse(readPage('package.json')) as { version: string };
	expect(`${PACKAGE}-${version}.tgz`).toMatch(/^n8n-nodes-chatlio-aep-\d+\.\d+\.\d+\.tgz$/);
});

const installed = (home: { path: string }) => `${home.path}/.n8n/nodes/node_modules/${PACKAGE}`;

test('what the Dockerfile does puts the package where n8n finds it', async () => {
	const home = await buildImageFolder({ packed: true });
	try {
		const { loader } = await Registry.fromBuiltPackage(installed(home));
		expect(Object.keys(loader.nodeTypes)).toHaveLength(5);
		expect(loader.packageName).toBe(PACKAGE);
	} finally {
		home.remove();
	}
});

describe('with PACKAGE_VERSION the Dockerfile', () => {
	let registry: Awaited<ReturnType<typeof npmRegistry>>;

	beforeAll(async () => {
		registry = await npmRegistry();
		for (const version of ['7.0.1', '7.0.2']) await registry.publish(version);
	});
	afterAll(async () => await registry.close());

	test.each([
		{ packed: false, version: '7.0.1' },
		{ packed: true, version: '7.0.2' },
	])('takes $version from npm, packed file: $packed', async ({ packed, version }) => {
		const args = { PACKAGE_VERSION: version };
		const home = await buildImageFolder({ packed, args, path: registry.path });
		try {
			const { loader } = await Registry.fromBuiltPackage(installed(home));
			expect(Object.keys(loader.nodeTypes)).toHaveLength(5);
			expect(loader.packageJson.version).toBe(version);
		} finally {
			home.remove();
		}
	});

	test('fails for a version that is not on npm', async () => {
		const args = { PACKAGE_VERSION: '9.9.9' };
		await expect(buildImageFolder({ packed: false, args, path: registry.path })).rejects.toThrow(
			/9\.9\.9/,
		);
	});
});

test('without a packed file and a version the Dockerfile fails', async () => {
	await expect(buildImageFolder({ packed: false })).rejects.toThrow(/tgz/);
});
