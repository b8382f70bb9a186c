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

/** Small enough that exponential work, which this step multiplies, ends in a second. */
const STEP = 1.25;

/** Halfway between linear and quadratic on the scale of exponents. */
const MOST_LINEAR = 1.5;

/** The garbage collector and the compiler take CPU time, too, but not beside each of several runs. */
const REPEATS = 4;

/**
 * Measures work on inputs of growing size: from one at which it takes measurable time to four times that size. Only
 * the CPU time counts, so that a busy machine gives the same answer. Each size is tried before a much larger one is,
 * so that exponential work ends soon.
 * @param makeInput makes an input in proportion to the size; its time does not count
 */
export function growthOf<Input>(
	makeInput: (size: number) => Input,
	work: (input: Input) => unknown,
): Growth {
	const measure = (size: number, repeats: number): Sample => ({
		size,
		ms: shortestRun(makeInput(size), work, repeats),
	});
	let smaller = measure(SMALLEST_SIZE, 2);
	while (smaller.ms < MEASURABLE_MS) {
		if (smaller.size >= LARGEST_SIZE) return { exponent: 0, smaller, larger: smaller };
		smaller = measure(Math.ceil(smaller.size * STEP), 1);
		// Once more: the first time may have compiled the code.
		if (smaller.ms >= MEASURABLE_MS) smaller = measure(smaller.size, REPEATS);
	}
	for (const factor of [STEP, 2, 4]) {
		const larger = measure(Math.ceil(smaller.size * factor), REPEATS);
		const exponent = exponentOf(smaller, larger);
		const isSteep = larger.ms > smaller.ms * factor ** 3;
		if (isSteep || factor === 4) return { exponent, smaller, larger };
	}
	throw new Error('There is no size to compare with');
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
): void {
	const { exponent, smaller, larger } = bestGrowthOf(makeInput, work);
	if (exponent <= MOST_LINEAR) return;
	const times = [smaller, larger].map(({ size, ms }) => `${ms.toFixed(1)} ms at size ${size}`);
	throw new Error(
		`${name}: CPU time grows with the power ${exponent.toFixed(1)} of the size: ${times.join(', ')}`,
	);
}

/** A machine that is busy with other things disturbs a measurement, but not three. */
function bestGrowthOf<Input>(
	makeInput: (size: number) => Input,
	work: (input: Input) => unknown,
): Growth {
	let growth = growthOf(makeInput, work);
	for (let again = 0; again < 2 && growth.exponent > MOST_LINEAR; again += 1) {
		growth = growthOf(makeInput, work);
	}
	return growth;
}

function exponentOf(smaller: Sample, larger: Sample): number {
	return Math.log(larger.ms / smaller.ms) / Math.log(larger.size / smaller.size);
}

function shortestRun<Input>(input: Input, work: (input: Input) => unknown, repeats: number) {
	let shortest = Infinity;
	for (let run = 0; run < repeats; run += 1) {
		const cpuTime = startCpuTime();
		work(input);
		shortest = Math.min(shortest, cpuTime());
	}
	return shortest;
}

/** Returns a function that gives the CPU time of this process since then, in ms. */
export function startCpuTime(): () => number {
	const before = process.cpuUsage();
	return () => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1_000;
	};
}
