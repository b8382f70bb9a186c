import { existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { installProgram, Stop } from './command.mjs';
import { node24Folder } from './folders.mjs';
import { isInstalledByNpm } from './npmTree.mjs';
import { step } from './steps.mjs';

/** Version of Node.js that n8n 2.41 requires. */
const NODE_FOR_N8N = 24;

/** Folder of npm's Node 24, if this machine's own Node is older. */
const bundledNode =
	Number(process.versions.node.split('.')[0]) >= NODE_FOR_N8N
		? undefined
		: join(node24Folder, 'node_modules', `node-${process.platform}-${process.arch}`);

export const node = bundledNode ? join(bundledNode, 'bin', 'node') : process.execPath;

/** Folder with the headers of that Node, for native modules. */
const nodeFolder = dirname(dirname(node));

export function hasNode24() {
	return !bundledNode || (existsSync(node) && isInstalledByNpm(node24Folder));
}

export async function installNode24() {
	if (hasNode24()) return;
	const name = basename(bundledNode);
	const isCarried =
		name in
		JSON.parse(readFileSync(join(node24Folder, 'package.json'), 'utf8')).optionalDependencies;
	const install = () => installProgram(node24Folder, node);
	if (!isCarried || !(await step('Installing Node 24 for n8n', install)))
		throw new Stop(
			`n8n needs Node ${NODE_FOR_N8N}, and npm carries none for ${process.platform} ${process.arch}. Install Node ${NODE_FOR_N8N} or newer and run the same command again.`,
		);
}

/** Returns the environment in which `node` is Node 24, and native modules compile with its headers. */
export function environment() {
	const quiet = '--disable-warning=ExperimentalWarning';
	const hasHeaders = existsSync(join(nodeFolder, 'include', 'node', 'node_api.h'));
	return {
		...process.env,
		NODE_OPTIONS: [process.env.NODE_OPTIONS, quiet].filter(Boolean).join(' '),
		...(bundledNode && { PATH: `${join(bundledNode, 'bin')}${delimiter}${process.env.PATH}` }),
		...(hasHeaders && { npm_config_nodedir: nodeFolder }),
	};
}
