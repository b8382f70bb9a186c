import type { System } from '../../playground/cluster/system.mts';

export type SystemName = System['name'];

/** Something that goes wrong in the middle of the load. */
export interface Fault {
	/** For --fault. */
	name: string;
	title: string;
	systems: SystemName[];
	/** On which of them it is part of the short version. */
	short?: SystemName[];
	/** Makes it happen; resolves once it is over. Killed and stopped processes run again by then. */
	happen: (scene: Scene) => Promise<void>;
	/** It happens to a system of its own, with these settings of n8n. */
	env?: Record<string, string>;
	/** How long nothing is retried after the load. */
	beforeRetryMs?: (scale: Scale) => number;
	/** What is still wrong at Adobe when the first replay runs, and ends after it. */
	duringFirstReplay?: (system: System) => Promise<void>;
}

/** Where a fault happens, and what shows that it was felt. */
export interface Scene {
	system: System;
	scale: Scale;
	/** Resolves once a sender was not told that its event had arrived. */
	untilRejected: () => Promise<void>;
	/** Resolves once one of the dead letters fits, by its text; default any. */
	untilKept: (fits?: (text: string) => boolean) => Promise<void>;
}

/** How long things last: shorter in the short version. */
export interface Scale {
	/** Of an outage at Adobe. */
	outageMs: number;
	/** How long tokens are rejected. */
	rejectedMs: number;
	/** By when n8n has noticed, by its own settings, that a killed worker's jobs are nobody's any more. */
	noticedMs: number;
	/** Of a sender that waits for its answer. */
	patienceMs: number;
	/** What is under way for so long while nothing else happens is left by whoever worked on it. */
	leftMs: number;
	/** How long an execution tries to deliver; default as the example is shipped. */
	retrySeconds?: number;
}
