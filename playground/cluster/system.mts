import type { Emulator } from '../../emulator/start.mts';

export type Role = 'main' | 'webhook' | 'worker' | 'redis' | 'postgres';

/** One process of a system, watched: when it ends by itself it is started again. */
export interface Part {
	/** E.g. "worker 2". */
	name: string;
	role: Role;
	/** Of the process that runs now; undefined while none does. */
	pid: () => number | undefined;
	/** How often it was started again because it ended by itself. */
	restarts: () => number;
	/** SIGKILL; it is started again at once. */
	kill: () => Promise<void>;
	/** Ends it in order (SIGTERM) and leaves it down until `start`. */
	stop: () => Promise<void>;
	/** SIGKILL without starting it again until `start`. */
	killAndHold: () => Promise<void>;
	/** Resolves as soon as it runs; wait for `ready`. With other settings from then on, where some are given. */
	start: (env?: Record<string, string>) => Promise<void>;
	/** Resolves once it works: n8n says ready, the database answers. Throws after five minutes. */
	ready: () => Promise<void>;
	/** Where its output goes. */
	log: string;
	/** Where an n8n process answers, without the gate; the URL of a database. */
	url?: string;
}

/** An n8n as people run it, behind one address, with the packed package in it and the local Adobe beside it. */
export interface System {
	name: 'single' | 'cluster';
	/** The one address: webhooks, editor and API. Only processes that say they are ready get calls. */
	url: string;
	parts: Part[];
	part: (name: string) => Part;
	emulator: Emulator;
	/** Ends everything that was started here, by process id. */
	stop: () => Promise<void>;
}

/** Does a piece of work under a name, e.g. printing how long it took. */
export type Step = <T>(text: string, work: () => Promise<T>) => Promise<T>;

export interface SystemOptions {
	/** Where everything keeps its data and its logs. A second start finds what the first one left. */
	home: string;
	/** The one address's; default a free one. */
	port?: number;
	/** Default a free one. */
	emulatorPort?: number;
	/** File of the emulator's state; default: in memory. */
	emulatorState?: string;
	/** More of n8n's settings, for every process of it. */
	env?: Record<string, string>;
	/** Told of each step of the start; default: nobody is told. */
	step?: Step;
}
