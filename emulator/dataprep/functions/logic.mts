import { areEqual } from '../compare.mts';
import { toBoolean } from '../values.mts';
import { MANY, nullable, type FunctionTable } from './table.mts';

function decode([key, ...options]: unknown[]): unknown {
	for (let i = 0; i + 1 < options.length; i += 2) {
		if (areEqual(key, options[i])) return options[i + 1];
	}
	return options.length % 2 === 1 ? options.at(-1) : null;
}

/** Source: Adobe, "Data Prep mapping functions", logical operators. */
export const logic: FunctionTable = {
	decode: nullable([3, MANY], decode),
	iif: nullable([3, 3], ([condition, yes, no]) => (toBoolean(condition) ? yes : no)),
};
