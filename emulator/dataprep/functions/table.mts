import type { JsonObject } from '../../json.mts';
import { isNull } from '../values.mts';

export interface Scope {
	source: JsonObject;
	now: Date;
}

export interface DataPrepFunction {
	/** Fewest and most arguments. */
	takes: [number, number];
	/** True if the function handles nulls itself; otherwise a null first argument returns null. */
	nulls?: true;
	compute: (args: unknown[], scope: Scope) => unknown;
}

export type FunctionTable = Record<string, DataPrepFunction>;

export const MANY = Number.POSITIVE_INFINITY;

/**
 * Creates a function that returns null for a null first argument, like sha256(null). How Adobe's functions handle null
 * is not documented; this reading adds nothing that is not there.
 */
export const fn = (
	takes: DataPrepFunction['takes'],
	compute: DataPrepFunction['compute'],
): DataPrepFunction => ({ takes, compute });

/** Creates a function that receives the nulls among its arguments. */
export const nullable = (
	takes: DataPrepFunction['takes'],
	compute: DataPrepFunction['compute'],
): DataPrepFunction => ({ takes, nulls: true, compute });

/** Returns the argument, or a default if it is absent or null. */
export const orElse = (value: unknown, otherwise: unknown): unknown =>
	isNull(value) ? otherwise : value;
