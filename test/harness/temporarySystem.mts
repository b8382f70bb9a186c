import type { System } from '../../playground/cluster/system.mts';
import { temporaryHome } from '../../playground/cluster/temporaryHome.mts';

export interface TemporarySystem {
	system: System;
	/** Ends it and removes what it kept. */
	stop: () => Promise<void>;
}

/**
 * Starts an n8n, or a cluster, in a folder of its own; it ends again if a later step fails.
 *
 * @param name part of the name of the folder
 * @param prepare the steps after the start; what they return is returned, too
 */
export async function temporarySystem<Prepared extends object>(
	name: string,
	start: (home: string) => Promise<System>,
	prepare: (system: System, home: string) => Prepared | Promise<Prepared>,
): Promise<TemporarySystem & Prepared> {
	const home = temporaryHome(name);
	let system: System | undefined;
	const stop = async () => {
		try {
			await system?.stop();
		} finally {
			home.remove();
		}
	};
	try {
		system = await start(home.path);
		return { ...(await prepare(system, home.path)), system, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
