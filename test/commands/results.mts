import { writeFileSync } from 'node:fs';
import type { Reporter, TestContext } from '@jest/reporters';
import type { AggregatedResult } from '@jest/test-result';
import type { Config } from '@jest/types';

/** Names the file to which the numbers of a run go. */
export const RESULTS = 'TEST_RESULTS';

interface Numbers {
	passed: number;
	/** Tests, and files that could not be run at all. */
	failed: number;
}

export interface Results extends Numbers {
	/** The same of each file, by its path. */
	files: Record<string, Numbers>;
}

/** A reporter for jest: names what was left out before jest's own summary, and hands on the numbers. */
export default class ResultsReporter implements Reporter {
	private readonly hasNamePattern: boolean;

	constructor({ testNamePattern }: Config.GlobalConfig) {
		this.hasNamePattern = !!testNamePattern;
	}

	onRunComplete(_contexts: Set<TestContext>, results: AggregatedResult): void {
		const tests = results.testResults.flatMap((file) => file.testResults);
		// Their names say why; by a pattern, the person left out the others.
		for (const { status, fullName } of this.hasNamePattern ? [] : tests)
			if (status === 'pending') console.log(`left out: ${fullName}`);
		const file = process.env[RESULTS];
		if (!file) return;
		const numbers: Results = {
			passed: results.numPassedTests,
			failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
			files: Object.fromEntries(
				results.testResults.map((one) => [
					one.testFilePath,
					{
						passed: one.numPassingTests,
						failed: one.numFailingTests + (one.testExecError ? 1 : 0),
					},
				]),
			),
		};
		writeFileSync(file, JSON.stringify(numbers));
	}
}
