import type { JsonObject } from '../../json.mts';
import { isNull } from '../values.mts';

export interface Scope {
	source: JsonObject;
	now: Date;
}

export interface DataPrepFunction {
	/** Fewest and most arguments. */
	takes: [number, number];
	/** Nulls among the arguments are the function's own business; otherwise a null first argument gives null. */
	nulls?: true;
	compute: (args: unknown[], scope: Scope) => unknown;
}

export type FunctionTable = Record<string, DataPrepFunction>;

export const MANY = Number.POSITIVE_INFINITY;

/**
 * A function whose null first argument gives null, as sha256(null) does.
 * How null travels through Adobe's functions is not documented; this is the reading in which nothing is invented.
 */
export const fn = (
	takes: DataPrepFunction['takes'],
	compute: DataPrepFunction['compute'],
): DataPrepFunction => ({ takes, compute });

/** A function that sees the nulls among its arguments. */
export const nullable = (
	takes: DataPrepFunction['takes'],
	compute: DataPrepFunction['compute'],
): DataPrepFunction => ({ takes, nulls: true, compute });

/** The argument, or a default where it is absent or null. */
export const orElse = (value: unknown, otherwise: unknown): unknown =>
	isNull(value) ? otherwise : value;
