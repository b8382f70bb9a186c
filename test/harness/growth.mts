import { runAtMost } from './runAtMost.mts';

/** How the CPU time of some work grows with the size of its input. */
export interface Growth {
	/** The power of the size that the time grows with: 1 is linear, 2 quadratic; 0 if it stays too short to measure. */
	exponent: number;
	/** CPU times in ms at the smaller and the larger size. */
	smaller: Sample;
	larger: Sample;
}

interface Sample {
	size: number;
	ms: number;
}

/** Shorter runs are more noise than work. */
const MEASURABLE_MS = 10;

/** Work that is quadratic takes seconds here, even at a nanosecond a step. */
const LARGEST_SIZE = 2 ** 18;

const SMALLEST_SIZE = 8;

/** How many times larger the input is that the first one with a measurable time is compared with. */
const FACTOR = 4;

/** Halfway between linear and quadratic on the scale of exponents. */
const MOST_LINEAR = 1.5;

/** The garbage collector and the compiler take CPU time, too, but not beside each of several runs. */
const REPEATS = 3;

/** Linear work takes milliseconds: a run that takes this long hangs, also on a busy machine. */
const HANG_MS = 10_000;

/**
 * Measures work on inputs of growing size: from one at which it takes measurable time to four times that size. Only
 * the CPU time counts, so that a busy machine gives the same answer.
 * @param makeInput makes an input in proportion to the size; its time does not count
 * @throws Error if a run does not end, as exponential work does not
 */
export function growthOf<Input>(
	makeInput: (size: number) => Input,
	work: (input: Input) => unknown,
	hangMs = HANG_MS,
	name = 'The work',
): Growth {
	const measure = (size: number, isShortEnough: (ms: number) => boolean): Sample => {
		const input = makeInput(size);
		let shortest = Infinity;
		for (let run = 0; run < REPEATS && !isShortEnough(shortest); run += 1) {
			const cpuTime = startCpuTime();
			if (!runAtMost(hangMs, () => work(input)))
				throw new Error(`${name}: a run at size ${size} has not ended after ${hangMs / 1_000} s`);
			shortest = Math.min(shortest, cpuTime());
		}
		return { size, ms: shortest };
	};
	let smaller: Sample = { size: SMALLEST_SIZE / 2, ms: 0 };
	while (smaller.ms < MEASURABLE_MS) {
		if (smaller.size >= LARGEST_SIZE) return { exponent: 0, smaller, larger: smaller };
		smaller = measure(smaller.size * 2, (ms) => ms < MEASURABLE_MS);
	}
	const most = smaller.ms * FACTOR ** MOST_LINEAR;
	const larger = measure(smaller.size * FACTOR, (ms) => ms <= most);
	return { exponent: Math.log(larger.ms / smaller.ms) / Math.log(FACTOR), smaller, larger };
}

/** Returns true if the CPU time of the work grows about as its input does. */
export function isLinear<Input>(
	makeInput: (size: number) => Input,
	work: (input: Input) => unknown,
): boolean {
	return bestGrowthOf(makeInput, work).exponent <= MOST_LINEAR;
}

/**
 * Fails if the CPU time of the work grows faster than its input does.
 * @param name names the work and its input in the message
 */
export function expectLinear<Input>(
	name: string,
	makeInput: (size: number) => Input,
	work: (input: Input) => unknown,
	hangMs = HANG_MS,
): void {
	const { exponent, smaller, larger } = bestGrowthOf(makeInput, work, hangMs, name);
	if (exponent <= MOST_LINEAR) return;
	const times = [smaller, larger].map(({ size, ms }) => `${ms.toFixed(1)} ms at size ${size}`);
	throw new Error(
		`${name}: CPU time grows with the power ${exponent.toFixed(1)} of the size: ${times.join(', ')}`,
	);
}

/** A machine that is busy with other things disturbs a measurement, but not three. */
function bestGrowthOf<Input>(...measurement: Parameters<typeof growthOf<Input>>): Growth {
	let growth = growthOf(...measurement);
	for (let again = 0; again < 2 && growth.exponent > MOST_LINEAR; again += 1) {
		growth = growthOf(...measurement);
	}
	return growth;
}

/** Returns a function that gives the CPU time of this process since then, in ms. */
export function startCpuTime(): () => number {
	const before = process.cpuUsage();
	return () => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1_000;
	};
}
