import fc from 'fast-check';
import {
	addToReport,
	allCases,
	limitMs,
	measured,
	now,
	seed,
	shown,
	type SuiteReport,
} from './fuzz.mts';

/** No case may take more CPU time, in ms. It has three tries: the garbage collector takes some, too. */
const CASE_MS = 1_000;

/** What is smaller is not weighed: a few kilobytes are lost in the noise of the heap. */
const WEIGHED_BYTES = 100_000;

/** After a failure, fast-check looks for a smaller case for at most so long, in ms. */
const SHRINK_MS = 10_000;

export interface Suite<Case> {
	/** As the table of the long run names it. */
	name: string;
	/** Its part of all cases, 0 to 1. */
	share: number;
	cases: fc.Arbitrary<Case>;
	/** Cases that once failed: they come first in every run. */
	examples?: Case[];
	/** Throws for what must not be. Runs again for the same case if it was slow. */
	run: (example: Case) => Promise<void>;
	/** Size of what the case brings in, in bytes: its memory is measured against it. */
	bytes?: (example: Case) => number;
	/** Bytes that the last run took in, if they can be more than its case brings: a service is asked several times. */
	received?: () => number;
	/** Most memory a large case may take, as a multiple of its bytes. */
	mostMemory?: number;
	/** Whether a case cannot be run twice, as it is another process that works; then its run watches the time itself. */
	once?: boolean;
}

/** Runs a suite to its end or to its first failure, and reports it either way. */
export async function fuzz<Case>(suite: Suite<Case>): Promise<void> {
	const { name, share, cases, examples = [] } = suite;
	const report: SuiteReport = {
		suite: name,
		cases: 0,
		slowestMs: 0,
		seconds: 0,
		worstMemory: 0,
		seed,
	};
	const started = now();
	let failedAt: number | undefined;
	const property = fc.asyncProperty(cases, async (example) => {
		if (failedAt && now() - failedAt > SHRINK_MS) return;
		report.cases++;
		let passed = false;
		try {
			await runCase(suite, example, report);
			passed = true;
		} finally {
			if (!passed) failedAt ??= now();
		}
	});
	const details = await fc.check(property, {
		seed,
		interruptAfterTimeLimit: limitMs,
		numRuns: examples.length + Math.ceil(allCases * share),
		examples: examples.map((example): [Case] => [example]),
	});
	if (details.failed) report.failure = describeFailure(details);
	report.seconds = Math.round((now() - started) / 1000);
	addToReport(report);
	if (report.failure) throw new Error(report.failure);
}

async function runCase<Case>(suite: Suite<Case>, example: Case, report: SuiteReport) {
	const { run, bytes = () => 0, received, mostMemory = Infinity, once = false } = suite;
	const weighed = bytes(example) >= WEIGHED_BYTES;
	const first = await measured(async () => await run(example), weighed);
	const size = Math.max(bytes(example), received?.() ?? 0);
	let ms = once ? first.ms : first.cpuMs;
	for (let tries = 1; ms > CASE_MS && tries < 3 && !once; tries++) {
		const again = await measured(async () => await run(example), false);
		ms = Math.min(ms, again.cpuMs);
	}
	report.slowestMs = Math.max(report.slowestMs, Math.round(ms));
	if (ms > CASE_MS && !once)
		throw new Error(`took ${Math.round(ms)} ms of CPU time, three times in a row`);
	if (!weighed) return;
	const ratio = Number((first.bytes / size).toFixed(1));
	report.worstMemory = Math.max(report.worstMemory, ratio);
	if (ratio > mostMemory) throw new Error(`took ${ratio} times its size in memory`);
}

function describeFailure<Case>(details: fc.RunDetails<[Case]>): string {
	const { counterexample, errorInstance, numRuns, numShrinks } = details;
	const { message, stack = '' } = (errorInstance ?? {}) as Error;
	return [
		`Case ${numRuns}, made ${numShrinks} times smaller: ${message}`,
		`Counterexample: ${shown(counterexample?.[0])}`,
		`To repeat: npm run test:fuzz -- --cases ${allCases} --seed ${seed}`,
		stack.split('\n').slice(0, 12).join('\n'),
	].join('\n');
}
