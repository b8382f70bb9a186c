import { order } from '../compare.mts';
import { isNull, toInteger, toNumber } from '../values.mts';
import { fn, MANY, nullable, type FunctionTable } from './table.mts';

/** Creates a function that returns the argument that comes first in an order, ignoring nulls. */
const extreme = (sign: 1 | -1) =>
	nullable([1, MANY], (args) => {
		const known = args.filter((value) => !isNull(value));
		return known.sort((left, right) => order(left, right) * sign)[0] ?? null;
	});

/** A Java float has about seven significant digits. */
const toFloat = (value: unknown) => Number(Math.fround(toNumber(value)).toPrecision(7));

/** Source: Adobe, "Data Prep mapping functions", aggregation and type conversions. */
export const numbers: FunctionTable = {
	min: extreme(1),
	max: extreme(-1),
	to_bigint: fn([1, 1], ([text]) => toInteger(text)),
	to_decimal: fn([1, 1], ([text]) => toNumber(text)),
	to_float: fn([1, 1], ([text]) => toFloat(text)),
	to_integer: fn([1, 1], ([text]) => toInteger(text)),
};
