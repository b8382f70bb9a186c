/** Tests if text contains a match of a pattern, in time proportional to the text and to the number of states. */
export interface PatternTest {
	(text: string): boolean;
	states: number;
}

/**
 * Maximum length of a pattern, in characters. XDM's longest pattern, for language tags, has 556. The limit also bounds
 * the recursion for nested groups.
 */
const LONGEST_PATTERN = 2_000;

/** Maximum states of a pattern with expanded repetitions; each character of a text may visit every state. */
const MOST_STATES = 1_000;

interface State {
	/** Returns true if a character leads to the next state; absent if the state reads no character. */
	accepts?: (character: string) => boolean;
	/** Condition on the position for a state that leads to the next one without reading a character. */
	holds?: PlaceTest;
	next: State[];
	/** Index of the state in its pattern, from 0. */
	number: number;
}

type PlaceTest = (text: string, at: number) => boolean;

/** A part of a pattern: builds its states, which lead to the next state. */
type Part = (build: Build, next: State) => State;

type Build = (state: Omit<State, 'number'>) => State;

/** Thrown for unsupported syntax. */
class Unread extends Error {}

/** One character: a literal, an escape, a class or a dot. Only Java has classes inside classes. */
const CHARACTER =
	/[^\\^$*+?()[\]{}|]|\\(?:[dDwWsStnrf]|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[^A-Za-z0-9])|\[\^?(?:[^\\[\]]|\\(?:[dDwWsStnrf]|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[^A-Za-z0-9]))+\]/y;

const QUANTIFIER = /([*+?])\??|\{(\d{1,4})(?:(,)(\d{0,4}))?\}\??/y;

const isWordAt: PlaceTest = (text, at) => /^\w$/.test(text.charAt(at));

const isBoundary: PlaceTest = (text, at) => isWordAt(text, at - 1) !== isWordAt(text, at);

const PLACES: Record<string, PlaceTest> = {
	'^': (_, at) => at === 0,
	$: (text, at) => at === text.length,
	'\\b': isBoundary,
	'\\B': (text, at) => !isBoundary(text, at),
};

/**
 * Compiles a pattern that is safe to use on untrusted text. JavaScript's own engine backtracks, and some patterns in a
 * schema could make it run for years. This one follows all alternatives at once.
 * Source: Thompson, "Regular Expression Search Algorithm".
 * @returns undefined for syntax that this algorithm cannot follow (lookahead, lookbehind, backreferences), for syntax
 * that only Java supports, and for patterns that are too large
 */
export function readPattern(pattern: string): PatternTest | undefined {
	try {
		return compile(parse(pattern));
	} catch {
		// Unsupported, or not a valid expression in JavaScript, such as [z-a].
		return undefined;
	}
}

function compile(part: Part): PatternTest {
	let count = 0;
	const build: Build = (state) => {
		if (count === MOST_STATES) throw new Unread();
		count += 1;
		return { ...state, number: count - 1 };
	};
	const end = build({ next: [] });
	const start = part(build, end);
	return Object.assign((text: string) => matches(start, end, count, text), { states: count });
}

function parse(pattern: string): Part {
	if (pattern.length > LONGEST_PATTERN) throw new Unread();
	const characters = new Map<string, (character: string) => boolean>();
	let at = 0;

	const take = (words: RegExp): RegExpExecArray | null => {
		words.lastIndex = at;
		const found = words.exec(pattern);
		if (found) at = words.lastIndex;
		return found;
	};
	const takeText = (text: string): boolean => {
		if (!pattern.startsWith(text, at)) return false;
		at += text.length;
		return true;
	};

	function readChoice(): Part {
		const choices = [readSequence()];
		while (takeText('|')) choices.push(readSequence());
		if (choices.length === 1) return choices[0];
		return (build, next) => build({ next: choices.map((choice) => choice(build, next)) });
	}

	function readSequence(): Part {
		const parts: Part[] = [];
		while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
			parts.push(readPlace() ?? readQuantified());
		}
		return (build, next) => parts.reduceRight((after, part) => part(build, after), next);
	}

	function readPlace(): Part | undefined {
		const place = Object.keys(PLACES).find(takeText);
		if (place === undefined) return undefined;
		return (build, next) => build({ holds: PLACES[place], next: [next] });
	}

	function readQuantified(): Part {
		const part = readGroup() ?? readCharacter();
		const found = take(QUANTIFIER);
		if (!found) return part;
		const [least, most] = timesOf(found);
		return repeat(part, least, most);
	}

	function readGroup(): Part | undefined {
		if (!takeText('(')) return undefined;
		if (!takeText('?:') && pattern[at] === '?') throw new Unread();
		const part = readChoice();
		if (!takeText(')')) throw new Unread();
		return part;
	}

	function readCharacter(): Part {
		const source = take(CHARACTER)?.[0];
		if (source === undefined || source === '[^]' || source.includes('&&')) throw new Unread();
		const accepts = characters.get(source) ?? testOf(source);
		characters.set(source, accepts);
		return (build, next) => build({ accepts, next: [next] });
	}

	const part = readChoice();
	if (at < pattern.length) throw new Unread();
	return part;
}

function timesOf([, sign, from, comma, to]: RegExpExecArray): [least: number, most: number] {
	if (sign) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity];
	const least = Number(from);
	const most = comma === undefined ? least : to === '' ? Infinity : Number(to);
	if (most < least) throw new Unread();
	return [least, most];
}

/** Expands a repetition: the required occurrences, followed by the optional ones. */
function repeat(part: Part, least: number, most: number): Part {
	return (build, next) => {
		let first = next;
		if (most === Infinity) {
			first = build({ next: [] });
			first.next.push(part(build, first), next);
		}
		for (let time = least; time < most && most !== Infinity; time += 1) {
			first = build({ next: [part(build, first), next] });
		}
		// Each one gets its own state, so that repetitions of empty parts also count toward the limit.
		for (let time = 0; time < least; time += 1) first = build({ next: [part(build, first)] });
		return first;
	};
}

/** Returns a test for single characters, which asks JavaScript's engine once per character. */
function testOf(source: string): (character: string) => boolean {
	const expression = new RegExp(`^${source}$`);
	const known = new Map<string, boolean>();
	return (character) => {
		const answer = known.get(character) ?? expression.test(character);
		known.set(character, answer);
		return answer;
	};
}

/** Reads the text once while tracking all states that the text so far can lead to. */
function matches(start: State, end: State, count: number, text: string): boolean {
	/** Position in the text at which each state was last reached. */
	const reached = new Int32Array(count).fill(-1);
	let states: State[] = [];
	for (let at = 0; at <= text.length; at += 1) {
		// A match may begin anywhere.
		states.push(start);
		const reading = follow(states, text, at, reached);
		if (reached[end.number] === at) return true;
		const character = text.charAt(at);
		states = reading.filter(({ accepts }) => accepts!(character)).map(({ next }) => next[0]);
	}
	return false;
}

/** Returns all states that read a character and can be reached from these states without reading one. */
function follow(from: State[], text: string, at: number, reached: Int32Array): State[] {
	const open = [...from];
	const reading: State[] = [];
	for (let state = open.pop(); state; state = open.pop()) {
		if (reached[state.number] === at) continue;
		reached[state.number] = at;
		if (state.accepts) reading.push(state);
		else if (state.holds?.(text, at) ?? true) for (const next of state.next) open.push(next);
	}
	return reading;
}
