import type { MemoryUse } from './engineJob.mts';

const EVERY_MS = 10;

interface Sample {
	at: number;
	used: number;
	resident: number;
}

/**
 * Measures this process's memory while it works; requires --expose-gc. The process must be idle when this is called.
 */
export function watchMemory(): { begin: () => void; end: () => MemoryUse } {
	gc!();
	const idle = sampleMemory();
	let items = 0;
	const samples: Sample[] = [];
	let timer: NodeJS.Timeout | undefined;
	return {
		begin: () => {
			gc!();
			items = sampleMemory().used - idle.used;
			timer = setInterval(() => samples.push(sampleMemory()), EVERY_MS);
		},
		end: () => {
			clearInterval(timer);
			samples.push(sampleMemory());
			const middle = (samples[0].at + samples.at(-1)!.at) / 2;
			const peakOf = (samplesPart: Sample[]) =>
				Math.max(...samplesPart.map(({ used }) => used)) - idle.used;
			return {
				items,
				peak: peakOf(samples),
				firstHalf: peakOf(samples.filter(({ at }) => at <= middle)),
				secondHalf: peakOf(samples.filter(({ at }) => at > middle)),
				residentPeak: Math.max(...samples.map(({ resident }) => resident)) - idle.resident,
			};
		},
	};
}

function sampleMemory(): Sample {
	const { heapUsed, external, rss } = process.memoryUsage();
	return { at: performance.now(), used: heapUsed + external, resident: rss };
}
