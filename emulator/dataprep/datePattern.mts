import { NotComputable } from './notComputable.mts';

export type Part = { text: string } | { letter: string; count: number };

const LETTERS = /^[A-Za-z]$/;

/** Splits a Java date pattern into runs of a letter and texts, quoted or not. */
export function partsOf(pattern: string): Part[] {
	const parts: Part[] = [];
	for (const [piece] of pattern.matchAll(/'(?:[^']|'')*'|([A-Za-z])\1*|[^]/g)) {
		if (LETTERS.test(piece[0])) parts.push({ letter: piece[0], count: piece.length });
		else if (piece === "'")
			throw new NotComputable(`The date pattern ${pattern} has an open quote`);
		else if (piece === "''") parts.push({ text: "'" });
		else if (piece[0] === "'") parts.push({ text: piece.slice(1, -1).replaceAll("''", "'") });
		else parts.push({ text: piece });
	}
	return parts;
}

export const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
