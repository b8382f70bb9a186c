import { n8nVersion } from '../../harness/compose.mts';
import { buildImageFolder, dockerfile } from './dockerfile.mts';
import { readPage } from '../../harness/docs.mts';
import { PACKAGE, Registry } from '../../harness/n8n';

test('the image is made of the n8n that everything is tried with', () => {
	expect(dockerfile()[0]).toEqual(['FROM', `n8nio/n8n:${n8nVersion}`]);
});

test('the image takes the file that npm pack makes', () => {
	const copied = dockerfile().filter(([instruction]) => instruction === 'COPY');
	expect(copied).toEqual([['COPY', `--chown=node:node ${PACKAGE}-*.tgz package.tgz`]]);
	const { version } = JSON.parse(readPage('package.json')) as { version: string };
	expect(`${PACKAGE}-${version}.tgz`).toMatch(/^n8n-nodes-chatlio-aep-\d+\.\d+\.\d+\.tgz$/);
});

test('what the Dockerfile does puts the package where n8n finds it', async () => {
	const home = await buildImageFolder();
	const { loader } = await Registry.fromBuiltPackage(
		`${home.path}/.n8n/nodes/node_modules/${PACKAGE}`,
	);
	expect(Object.keys(loader.nodeTypes)).toHaveLength(5);
	expect(loader.packageName).toBe(PACKAGE);
	home.remove();
});
