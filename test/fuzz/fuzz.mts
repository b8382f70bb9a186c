import { appendFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { startCpuTime } from '../harness/growth.mts';
import { heldBytes, startOfHeap } from './heap.mts';
import { strayErrors } from './strays.mts';

/** How `npm run test:fuzz` hands its options to the tests; without it the run is short and always the same. */
export const FUZZ_ENV = {
	cases: 'FUZZ_CASES',
	seed: 'FUZZ_SEED',
	minutes: 'FUZZ_MINUTES',
	report: 'FUZZ_REPORT',
} as const;

const SHORT_RUN = 3_000;
const USUAL_SEED = 20_261_123;

export const allCases = Number(process.env[FUZZ_ENV.cases] ?? SHORT_RUN);
export const seed = Number(process.env[FUZZ_ENV.seed] ?? USUAL_SEED);

/** After which a suite tries no further cases, in ms; it reports how many it tried. */
export const limitMs = Number(process.env[FUZZ_ENV.minutes] ?? 1_440) * 60_000;

/** For jest: how long a suite may take, in ms. A case that hangs is found long before. */
export const SUITE_MS = Math.max(600_000, allCases * 20);

/** A case that has not ended by then hangs. */
const HANG_MS = 120_000;

/** One line of the table of the long run. */
export interface SuiteReport {
	suite: string;
	cases: number;
	slowestMs: number;
	seconds: number;
	/** Peak of the memory over the bytes of the case; 0 when no case was large enough to weigh. */
	worstMemory: number;
	seed: number;
	failure?: string;
}

export function addToReport(report: SuiteReport): void {
	const file = process.env[FUZZ_ENV.report];
	if (file) appendFileSync(file, `${JSON.stringify(report)}\n`);
}

/** Of the real clock, whatever clock a test sets later. */
export const now: () => number = performance.now.bind(performance);

export interface Measured {
	/** CPU time of this process, which is the same on a busy machine. */
	cpuMs: number;
	/** By the clock. */
	ms: number;
	bytes: number;
}

/**
 * Runs one case.
 * @param weighed whether to look at the memory, which takes a moment
 * @throws Error for what the case threw, for a rejection it left behind, and when it does not end
 */
export async function measured(run: () => Promise<void>, weighed: boolean): Promise<Measured> {
	const before = strayErrors.length;
	const heap = weighed ? startOfHeap() : 0;
	const [started, cpuTime] = [now(), startCpuTime()];
	await endedInTime(run());
	const [ms, cpuMs] = [now() - started, cpuTime()];
	const bytes = weighed ? Math.max(0, heldBytes() - heap) : 0;
	// A rejection nobody handles is announced when the loop turns.
	await turn();
	if (strayErrors.length > before) throw new Error(`left behind: ${strayErrors.slice(before)}`);
	return { cpuMs, ms, bytes };
}

async function endedInTime(work: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		const error = new Error(`has not ended after ${HANG_MS} ms`);
		timer = setTimeout(() => reject(error), HANG_MS);
	});
	try {
		await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** A value as source text, long parts cut. */
export function shown(value: unknown): string {
	const options = { depth: 8, maxStringLength: 400, maxArrayLength: 20, breakLength: 120 };
	return inspect(value, options).slice(0, 6_000);
}
