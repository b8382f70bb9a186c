import type { MemoryUse } from './engineJob.mts';

const EVERY_MS = 10;

interface Sample {
	at: number;
	used: number;
	resident: number;
}

/** Looks at this process's memory while it works; needs --expose-gc. Idle is now. */
export function watchMemory(): { begin: () => void; end: () => MemoryUse } {
	gc!();
	const idle = look();
	let items = 0;
	const samples: Sample[] = [];
	let timer: NodeJS.Timeout | undefined;
	return {
		begin: () => {
			gc!();
			items = look().used - idle.used;
			timer = setInterval(() => samples.push(look()), EVERY_MS);
		},
		end: () => {
			clearInterval(timer);
			samples.push(look());
			const middle = (samples[0].at + samples.at(-1)!.at) / 2;
			const most = (some: Sample[]) => Math.max(...some.map(({ used }) => used)) - idle.used;
			return {
				items,
				peak: most(samples),
				firstHalf: most(samples.filter(({ at }) => at <= middle)),
				secondHalf: most(samples.filter(({ at }) => at > middle)),
				residentPeak: Math.max(...samples.map(({ resident }) => resident)) - idle.resident,
			};
		},
	};
}

function look(): Sample {
	const { heapUsed, external, rss } = process.memoryUsage();
	return { at: performance.now(), used: heapUsed + external, resident: rss };
}
