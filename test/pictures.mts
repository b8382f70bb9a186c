// npm run pictures: the browser tests, which take the pictures of README and docs on their way.
import { spawnSync } from 'node:child_process';
import { root } from '../playground/paths.mts';

const { status } = spawnSync(
	process.execPath,
	[
		// Some libraries of the scripts are ES modules only.
		'--experimental-vm-modules',
		'node_modules/jest/bin/jest.js',
		'test/acceptance/n8n/editor',
		'test/acceptance/n8n/deliveryReport',
		...process.argv.slice(2),
	],
	{ cwd: root, env: { ...process.env, PICTURES: 'docs/images' }, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
