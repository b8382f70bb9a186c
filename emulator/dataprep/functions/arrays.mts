import { isNull, toArray, toBoolean } from '../values.mts';
import { fn, MANY, nullable, type FunctionTable } from './table.mts';

/** "Of the given array": a single array means its elements, several arguments mean themselves. */
const listOf = (args: unknown[]): unknown[] =>
	args.length === 1 && Array.isArray(args[0]) ? args[0] : args;

const returnArray = fn([1, 2], ([items]) => toArray(items));

/** Source: Adobe, "Data Prep mapping functions", hierarchies: arrays. */
export const arrays: FunctionTable = {
	coalesce: nullable([1, MANY], (args) => listOf(args).find((item) => !isNull(item)) ?? null),
	first: nullable([1, MANY], (args) => listOf(args)[0] ?? null),
	last: nullable([1, MANY], (args) => listOf(args).at(-1) ?? null),
	add_to_array: fn([1, MANY], ([items, ...more]) => [...toArray(items), ...more]),
	join_arrays: nullable([1, MANY], (args) => args.filter((item) => !isNull(item)).flatMap(toArray)),
	to_array: fn([1, MANY], ([withNulls, ...items]) =>
		toBoolean(withNulls) ? items : items.filter((item) => !isNull(item)),
	),
	// Only flows with upsert distinguish the two; a plain insert returns its input.
	upsert_array_append: returnArray,
	upsert_array_replace: returnArray,
};
