import type { Finder } from './finder';
import { isWhole, type Needle } from './needle';

const UNITS = 0x10000;

const LOW_BYTE = 0xff;

const ROOT = 0;

/** Total length of needles that are faster to search one by one, in UTF-16 code units; also bounds the time for them. */
const FEW_UNITS = 128;

/** Creates a function that finds each needle that occurs as a whole word, including overlapping ones. */
export function finderOf(needles: readonly Needle[]): Finder {
	if (needles.reduce((sum, { text }) => sum + text.length, 0) <= FEW_UNITS) {
		return (text, found) => {
			for (const needle of needles) findOne(needle.text, text, found);
		};
	}
	const matcher = new Matcher(needles);
	return (text, found) => matcher.findAll(text, found);
}

function findOne(needle: string, text: string, found: Parameters<Finder>[1]): void {
	for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1))
		if (isWhole(text, at, at + needle.length)) found(at, at + needle.length);
}

/**
 * Finds any number of needles in one pass over a text, in time proportional to the text, however often they nearly
 * match. Source: Aho and Corasick, "Efficient string matching: an aid to bibliographic search".
 */
class Matcher {
	/** Next states by the current state and the code unit. */
	private readonly next = new Map<number, number>();

	/** State of the longest suffix of the text read so far that begins a needle. */
	private readonly fallBack: number[] = [ROOT];

	private readonly endingAt: Array<readonly Needle[]> = [[]];

	/** 1 if a needle begins with a code unit that has this low byte; lets the search skip most of a text. */
	private readonly isFirst = new Uint8Array(LOW_BYTE + 1);

	constructor(needles: readonly Needle[]) {
		const children: Array<Array<[unit: number, state: number]>> = [[]];
		for (const needle of needles) {
			let state = ROOT;
			for (let at = 0; at < needle.text.length; at++) {
				const unit = needle.text.charCodeAt(at);
				let to = this.next.get(state * UNITS + unit);
				if (to === undefined) {
					to = children.push([]) - 1;
					this.next.set(state * UNITS + unit, to);
					children[state].push([unit, to]);
					this.endingAt.push([]);
				}
				state = to;
			}
			this.endingAt[state] = [...this.endingAt[state], needle];
			this.isFirst[needle.text.charCodeAt(0) & LOW_BYTE] = 1;
		}
		this.linkFallBacks(children);
	}

	/** Calls `found` for each needle that occurs as a whole word, including overlapping ones. */
	findAll(text: string, found: (start: number, end: number) => void): void {
		const { next, fallBack, endingAt, isFirst } = this;
		let state = ROOT;
		for (let at = 0; at < text.length; at++) {
			const unit = text.charCodeAt(at);
			if (state === ROOT && isFirst[unit & LOW_BYTE] === 0) continue;
			let to = next.get(state * UNITS + unit);
			while (to === undefined && state !== ROOT) {
				state = fallBack[state];
				to = next.get(state * UNITS + unit);
			}
			state = to ?? ROOT;
			for (const needle of endingAt[state]) {
				const start = at + 1 - needle.text.length;
				if (isWhole(text, start, at + 1)) found(start, at + 1);
			}
		}
	}

	private linkFallBacks(children: ReadonlyArray<ReadonlyArray<[unit: number, state: number]>>) {
		const open = children[ROOT].map(([, state]) => state);
		for (const state of open) this.fallBack[state] = ROOT;
		// Grows during the iteration, level by level.
		for (const state of open) {
			for (const [unit, child] of children[state]) {
				open.push(child);
				let behind = this.fallBack[state];
				while (behind !== ROOT && !this.next.has(behind * UNITS + unit))
					behind = this.fallBack[behind];
				this.fallBack[child] = this.next.get(behind * UNITS + unit) ?? ROOT;
				const shorter = this.endingAt[this.fallBack[child]];
				if (shorter.length > 0) this.endingAt[child] = [...this.endingAt[child], ...shorter];
			}
		}
	}
}
