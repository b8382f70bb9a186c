import { mkdirSync } from 'node:fs';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { freePort } from '../ports.mts';
import { openGate } from './gate.mts';
import { startPart, type PartDefinition } from './supervise.mts';
import type { Part, Step, System, SystemOptions } from './system.mts';

/** A system while it is being started: if a later step fails, everything started so far is stopped again. */
export class Assembly {
	/** Address that the gate will have. */
	readonly url: string;
	private readonly name: System['name'];
	private readonly options: SystemOptions;
	private readonly port: number;
	private readonly parts: Part[] = [];
	private readonly stops: Array<() => Promise<unknown>> = [];

	private constructor(name: System['name'], options: SystemOptions, port: number) {
		this.name = name;
		this.options = options;
		this.port = port;
		this.url = `http://127.0.0.1:${port}`;
	}

	/**
	 * Starts a system.
	 * @param build starts the parts and returns which of them get which calls
	 */
	static async start(
		name: System['name'],
		options: SystemOptions,
		build: (assembly: Assembly) => Promise<{ main: string; webhooks: string[] }>,
	): Promise<System> {
		mkdirSync(options.home, { recursive: true });
		const assembly = new Assembly(name, options, options.port ?? (await freePort()));
		try {
			const emulator = await assembly.startEmulator();
			const targets = await build(assembly);
			return await assembly.open(emulator, targets);
		} catch (error) {
			// The reason that it did not start is more useful than an error while stopping.
			await assembly.stop().catch(() => {});
			throw error;
		}
	}

	step: Step = (text, work) => (this.options.step ?? ((_, run) => run()))(text, work);

	/** Starts processes that do not depend on each other, and waits until all of them work. */
	async add(...definitions: PartDefinition[]): Promise<void> {
		const started = await Promise.allSettled(
			definitions.map(async (definition) => await startPart(definition)),
		);
		const parts = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
		this.parts.push(...parts);
		this.stops.push(async () => await Promise.all(parts.map((part) => part.stop())));
		for (const one of started) if (one.status === 'rejected') throw one.reason;
	}

	private async startEmulator(): Promise<Emulator> {
		const { emulatorPort: port, emulatorState: state } = this.options;
		const emulator = await this.step('Starting the local Adobe Experience Platform', () =>
			startEmulator({ port, state }),
		);
		this.stops.push(() => emulator.stop());
		return emulator;
	}

	private async open(
		emulator: Emulator,
		targets: { main: string; webhooks: string[] },
	): Promise<System> {
		const gate = await openGate({ port: this.port, ...targets });
		this.stops.push(() => gate.stop());
		return {
			name: this.name,
			url: gate.url,
			parts: this.parts,
			part: (name) => {
				const match = this.parts.find((part) => part.name === name);
				if (!match)
					throw new Error(`No ${name} among ${this.parts.map((part) => part.name).join(', ')}`);
				return match;
			},
			emulator,
			stop: () => this.stop(),
		};
	}

	/** Stops everything, even if a part fails to stop. */
	private async stop(): Promise<void> {
		const errors: unknown[] = [];
		for (const stop of this.stops.splice(0).reverse())
			await stop().catch((error: unknown) => errors.push(error));
		if (errors.length > 0) throw errors[0];
	}
}
