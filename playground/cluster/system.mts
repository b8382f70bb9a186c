import type { Emulator } from '../../emulator/start.mts';

export type Role = 'main' | 'webhook' | 'worker' | 'redis' | 'postgres';

/** One supervised process of a system: when it ends by itself, it is started again. */
export interface Part {
	/** For example "worker 2". */
	name: string;
	role: Role;
	/** Process ID; undefined while the process does not run. */
	pid: () => number | undefined;
	/** Number of times that it was started again because it ended by itself. */
	restarts: () => number;
	/** Sends SIGKILL; the process is started again at once. */
	kill: () => Promise<void>;
	/** Stops it gracefully (SIGTERM); it stays down until `start`. */
	stop: () => Promise<void>;
	/** Sends SIGKILL; it stays down until `start`. */
	killAndHold: () => Promise<void>;
	/** Resolves as soon as it runs; `ready` waits until it works. Settings that are passed apply from then on. */
	start: (env?: Record<string, string>) => Promise<void>;
	/** Resolves once it works: n8n reports ready, the database responds. Throws after five minutes. */
	ready: () => Promise<void>;
	/** File with its output. */
	log: string;
	/** Address of an n8n process, without the gate; URL of a database. */
	url?: string;
}

/** An n8n as users run it, behind one address, with the packed package and the local Adobe. */
export interface System {
	name: 'single' | 'cluster';
	/** The only address: webhooks, editor and API. Only processes that report ready get calls. */
	url: string;
	parts: Part[];
	part: (name: string) => Part;
	emulator: Emulator;
	/** Stops everything that was started here, by process ID. */
	stop: () => Promise<void>;
}

/** Runs a piece of work under a name, e.g. to print its duration. */
export type Step = <T>(text: string, work: () => Promise<T>) => Promise<T>;

export interface SystemOptions {
	/** Folder for all data and logs. A second start finds what the first one left. */
	home: string;
	/** Port of the address; default: a free one. */
	port?: number;
	/** Default: a free port. */
	emulatorPort?: number;
	/** File of the emulator's state; default: in memory. */
	emulatorState?: string;
	/** Additional settings for every n8n process. */
	env?: Record<string, string>;
	/** Called for each step of the start; default: the step only runs. */
	step?: Step;
}
