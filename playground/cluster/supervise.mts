import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, type Program } from '../n8n.mts';
import { endWithScript } from './endWithScript.mts';
import type { Part, Role } from './system.mts';

export interface PartDefinition {
	name: string;
	role: Role;
	program: Program;
	log: string;
	/** Where an n8n process answers, without the gate; the URL of a database. */
	url?: string;
	/** Whether it works now. May throw instead. */
	answers: () => Promise<boolean>;
	/** What ends it in order; default SIGTERM. */
	stopSignal?: NodeJS.Signals;
	/** How long it may take to end in order; default 35 s: n8n gives its executions 30. */
	graceMs?: number;
}

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** Whoever ran this long is started again without the delay that several quick ends made grow. */
const STEADY_MS = 30_000;
const READY_MS = 300_000;

/** One process that is started again when it ends by itself. */
class SupervisedPart implements Part {
	readonly name: string;
	readonly role: Role;
	readonly log: string;
	readonly url?: string;
	private readonly definition: PartDefinition;
	private readonly env: PartDefinition['program']['env'];
	private child?: ChildProcess;
	private startedAgain = 0;
	private delayMs = FIRST_DELAY_MS;
	private waiting?: NodeJS.Timeout;
	private held = true;

	constructor(definition: PartDefinition) {
		this.definition = definition;
		this.env = { ...definition.program.env };
		({ name: this.name, role: this.role, log: this.log, url: this.url } = definition);
	}

	pid = () => this.child?.pid;
	restarts = () => this.startedAgain;

	start = async (env: Record<string, string> = {}) => {
		Object.assign(this.env, env);
		this.hold();
		this.held = false;
		if (!this.child) await this.launch();
	};

	kill = async () => {
		await this.end('SIGKILL');
	};

	killAndHold = async () => {
		this.hold();
		await this.end('SIGKILL');
	};

	stop = async () => {
		this.hold();
		const { stopSignal = 'SIGTERM', graceMs = 35_000 } = this.definition;
		const force = setTimeout(() => this.signalGroup('SIGKILL'), graceMs);
		await this.end(stopSignal);
		clearTimeout(force);
	};

	ready = async () => {
		const deadline = Date.now() + READY_MS;
		while (!(await this.isReady())) {
			if (this.held) throw new Error(`${this.name} was stopped`);
			if (Date.now() > deadline)
				throw new Error(
					`${this.name} is not ready after ${READY_MS / 1000} s. The end of ${this.log}:\n${lastLines(this.log)}`,
				);
			await sleep(100);
		}
	};

	/** Ready for the first time, or why not: whoever ends before that has the wrong settings. */
	firstStart = async () => {
		await this.start();
		const ended = once(this.child!, 'exit').then(() => {
			throw new Error(
				`${this.name} ended while starting. The end of ${this.log}:\n${lastLines(this.log)}`,
			);
		});
		try {
			await Promise.race([this.ready(), ended]);
		} catch (error) {
			await this.killAndHold();
			throw error;
		} finally {
			ended.catch(() => {});
		}
	};

	private async isReady(): Promise<boolean> {
		if (!this.child) return false;
		try {
			return await this.definition.answers();
		} catch {
			return false;
		}
	}

	private hold(): void {
		this.held = true;
		clearTimeout(this.waiting);
	}

	private async launch(): Promise<void> {
		const { file, args, ...program } = this.definition.program;
		const { log } = this;
		mkdirSync(dirname(log), { recursive: true });
		const output = openSync(log, 'a');
		const started = Date.now();
		// A group of its own: Ctrl-C reaches only the script, which then ends its parts in order.
		const child = spawn(file, args, {
			...program,
			env: this.env,
			stdio: ['ignore', output, output],
			detached: true,
		});
		closeSync(output);
		this.child = child;
		let ended = () => {};
		child.once('exit', () => {
			ended();
			// What it had started has nobody left to work for.
			this.signalGroup('SIGKILL');
			this.child = undefined;
			if (Date.now() - started > STEADY_MS) this.delayMs = FIRST_DELAY_MS;
			if (!this.held) this.startAgain();
		});
		// Its number is known at once where there is a process; else `once` throws why there is none.
		if (child.pid) ended = endWithScript(child.pid);
		await once(child, 'spawn').catch((error: unknown) => {
			this.child = undefined;
			throw error;
		});
	}

	private startAgain(): void {
		this.waiting = setTimeout(() => {
			this.startedAgain++;
			// E.g. no more files can be opened: a moment later they may.
			this.launch().catch(() => !this.held && this.startAgain());
		}, this.delayMs);
		this.delayMs = Math.min(2 * this.delayMs, LONGEST_DELAY_MS);
	}

	/** Sends the signal and waits until the process is gone. */
	private async end(signal: NodeJS.Signals): Promise<void> {
		const { child } = this;
		if (!child) return;
		const ended = once(child, 'exit');
		if (signal === 'SIGKILL') this.signalGroup(signal);
		else child.kill(signal);
		await ended;
	}

	private signalGroup(signal: NodeJS.Signals): void {
		try {
			if (this.child?.pid) process.kill(-this.child.pid, signal);
		} catch {
			// Nobody is left in it.
		}
	}
}

/** Starts a process and waits until it works. @throws Error with the end of its log when it ends before */
export async function startPart(definition: PartDefinition): Promise<Part> {
	const part = new SupervisedPart(definition);
	await part.firstStart();
	return part;
}
