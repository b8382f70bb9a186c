import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nModules } from './paths.mts';

/** Options of an n8n process. */
export interface N8nProcess {
	/** `start`, `webhook` or `worker`, with its options. */
	command?: string[];
	/** Folder with n8n's data and its packages. */
	userFolder: string;
	port: number;
	/** Port of its task broker; default: the next one. */
	brokerPort?: number;
	/** Address by which others reach it; default: its own. */
	publicUrl?: string;
	/** Additional settings for n8n. */
	env?: Record<string, string>;
	/** Folder with the modules of another n8n. */
	modules?: string;
}

export interface Program {
	file: string;
	args: string[];
	cwd: string;
	env: Record<string, string | undefined>;
	/** Account that it runs as; default: this process's. */
	uid?: number;
	gid?: number;
}

/** Settings for a faster start: the garbage of loading thousands of modules is collected less often. */
export const QUICK_START = { NODE_OPTIONS: '--max-semi-space-size=64' };

/** Settings for an n8n without Code nodes: no process waits for them. */
export const NO_TASK_RUNNER = {
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'nobody-asks-for-it',
};

/** Settings for an n8n without an editor and Code nodes: preparing the editor's files takes a third of a start. */
export const NO_EDITOR = { ...NO_TASK_RUNNER, N8N_DISABLE_UI: 'true' };

/**
 * Returns settings for an n8n that creates no isolate for each webhook call, which takes a tenth of a second of CPU, as
 * docs/versions.md advises for this version.
 */
export const quickExpressions = (): Record<string, string> =>
	knowsSetting('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE')
		? { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }
		: { N8N_EXPRESSION_ENGINE: 'legacy' };

/** Returns true if the n8n that runs reads this setting of its expression engine. */
function knowsSetting(name: string): boolean {
	const configs = join(n8nModules, '@n8n', 'config', 'dist', 'configs');
	const file = join(configs, 'expression-engine.config.js');
	return existsSync(file) && readFileSync(file, 'utf8').includes(name);
}

/** Returns the program of a real n8n process on 127.0.0.1 that sends no requests outside this machine. */
export function n8nProgram(options: N8nProcess): Program {
	const { command = ['start'], userFolder, port, brokerPort = port + 1 } = options;
	const { modules = n8nModules } = options;
	const publicUrl = options.publicUrl ?? `http://127.0.0.1:${port}`;
	return {
		file: process.execPath,
		args: [join(modules, 'n8n', 'bin', 'n8n'), ...command],
		cwd: userFolder,
		env: {
			PATH: process.env.PATH,
			HOME: userFolder,
			NODE_COMPILE_CACHE: compileCache,
			N8N_USER_FOLDER: userFolder,
			N8N_HOST: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			WEBHOOK_URL: `${publicUrl}/`,
			N8N_EDITOR_BASE_URL: `${publicUrl}/`,
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
			N8N_SECURE_COOKIE: 'false',
			N8N_ENCRYPTION_KEY: 'only-for-the-demo-on-this-machine',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			...(hasModule(modules, 'mcp-registry') && { N8N_DISABLED_MODULES: 'mcp-registry' }),
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_LOG_LEVEL: 'info',
			// On a busy machine, a database responds late; after five seconds, n8n would consider it gone
			// and reject every call.
			DB_PING_TIMEOUT_MS: '120000',
			N8N_EXPRESSION_ENGINE_TIMEOUT: '120000',
			NODE_ENV: 'production',
			...options.env,
		},
	};
}

/** Returns true if this n8n has a module: it does not start with the name of one that it does not know. */
const hasModule = (modules: string, name: string) =>
	existsSync(join(modules, 'n8n', 'dist', 'modules', name));

/** Version of the n8n that runs. */
export function n8nVersion(): string {
	const manifest = readFileSync(join(n8nModules, 'n8n', 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** True if the n8n that runs answers its senders before it stores an event, as those before 2.20 do. */
export const answersFirst = (): boolean =>
	n8nVersion().localeCompare('2.20', 'en', { numeric: true }) < 0;

/** Folder for n8n's compiled modules: a start without them takes a quarter longer. */
export const compileCache = join(n8nModules, '.cache', 'compiled');
