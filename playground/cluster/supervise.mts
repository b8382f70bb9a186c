import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../n8n.mts';
import { type Program } from '../n8nProgram.mts';
import { endWithScript } from './endWithScript.mts';
import type { Part, Role } from './system.mts';

export interface PartDefinition {
	name: string;
	role: Role;
	program: Program;
	log: string;
	/** Address of an n8n process, without the gate; URL of a database. */
	url?: string;
	/** Returns true if it works now. May throw instead. */
	answers: () => Promise<boolean>;
	/** Signal that stops it gracefully; default: SIGTERM. */
	stopSignal?: NodeJS.Signals;
	/** Milliseconds for a graceful stop; default: 35 s, because n8n gives its executions 30. */
	graceMs?: number;
}

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
/** A process that ran this long is started again without the delay that grows with several quick ends. */
const STABLE_MS = 30_000;
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
	private restartCount = 0;
	private delayMs = FIRST_DELAY_MS;
	private restartTimer?: NodeJS.Timeout;
	private isHeld = true;

	constructor(definition: PartDefinition) {
		this.definition = definition;
		this.env = { ...definition.program.env };
		({ name: this.name, role: this.role, log: this.log, url: this.url } = definition);
	}

	pid = () => this.child?.pid;
	restarts = () => this.restartCount;

	start = async (env: Record<string, string> = {}) => {
		Object.assign(this.env, env);
		this.hold();
		this.isHeld = false;
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
			if (this.isHeld) throw new Error(`${this.name} was stopped`);
			if (Date.now() > deadline)
				throw new Error(
					`${this.name} is not ready after ${READY_MS / 1000} s. The end of ${this.log}:\n${lastLines(this.log)}`,
				);
			await sleep(100);
		}
	};

	/** Waits until it is ready for the first time; throws if it ends before, because then its settings are wrong. */
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
		this.isHeld = true;
		clearTimeout(this.restartTimer);
	}

	private async launch(): Promise<void> {
		const { file, args, ...program } = this.definition.program;
		const { log } = this;
		mkdirSync(dirname(log), { recursive: true });
		const output = openSync(log, 'a');
		const started = Date.now();
		// A separate process group: Ctrl-C reaches only the script, which then stops its parts
		// gracefully.
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
			// Its child processes have nothing left to do.
			this.signalGroup('SIGKILL');
			this.child = undefined;
			if (Date.now() - started > STABLE_MS) this.delayMs = FIRST_DELAY_MS;
			if (!this.isHeld) this.startAgain();
		});
		// The process ID is known at once if there is a process; otherwise `once` throws the reason.
		if (child.pid) ended = endWithScript(child.pid);
		await once(child, 'spawn').catch((error: unknown) => {
			this.child = undefined;
			throw error;
		});
	}

	private startAgain(): void {
		this.restartTimer = setTimeout(() => {
			this.restartCount++;
			// For example, no more files can be opened: a moment later, they can.
			this.launch().catch(() => !this.isHeld && this.startAgain());
		}, this.delayMs);
		this.delayMs = Math.min(2 * this.delayMs, LONGEST_DELAY_MS);
	}

	/** Sends the signal and waits until the process has ended. */
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
			// The group is empty.
		}
	}
}

/**
 * Starts a process and waits until it works.
 * @throws Error with the end of its log if it ends before
 */
export async function startPart(definition: PartDefinition): Promise<Part> {
	const part = new SupervisedPart(definition);
	await part.firstStart();
	return part;
}
