/** A schema or one of its fields with all references resolved, as Adobe returns it for `xed-full`. */
export interface XdmSchema {
	title?: string;
	type?: string;
	format?: string;
	pattern?: string;
	enum?: unknown[];
	minimum?: number;
	maximum?: number;
	exclusiveMinimum?: number;
	exclusiveMaximum?: number;
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
	required?: string[];
	properties?: Record<string, XdmSchema>;
	/** Schema of the values of a map. */
	additionalProperties?: XdmSchema | boolean;
	/** Schema of the elements of an array. */
	items?: XdmSchema;
	'meta:xdmType'?: string;
	'meta:immutableTags'?: string[];
	[other: string]: unknown;
}

/** A rule that a value breaks, and how to fix the value. */
export interface Broken {
	/** In the wording of Adobe's synchronous validation. */
	rule: string;
	fix: string;
}

/** One difference between a record and its schema. */
export interface Violation extends Broken {
	/** Dotted path in the record; `(record)` for the record itself. */
	field: string;
}

/** A pattern that a value was not compared with; only Adobe checks it. */
export interface NotChecked {
	/** Dotted path in the record. */
	field: string;
	pattern: string;
	why: string;
}

/** Results of a check. */
export interface Findings {
	violations: Violation[];
	notChecked: NotChecked[];
}

/** Limits of XDM's integers. Source: Adobe, "Field type constraints in XDM". */
const INTEGER_LIMITS: Record<string, number> = {
	byte: 128,
	short: 32_768,
	int: 2_147_483_648,
	long: 9_007_199_254_740_991,
};

/**
 * Returns the limits of a number: its own, otherwise those of its XDM type. An integer without an XDM type is an "int".
 */
export function limitsOf({ type, minimum, maximum, 'meta:xdmType': xdmType = 'int' }: XdmSchema): {
	minimum?: number;
	maximum?: number;
} {
	if (type !== 'integer') return { minimum, maximum };
	const own = Math.max(Math.abs(minimum ?? 0), Math.abs(maximum ?? 0));
	const limit = INTEGER_LIMITS[own > INTEGER_LIMITS.int ? 'long' : xdmType] ?? INTEGER_LIMITS.int;
	return { minimum: minimum ?? -limit, maximum: maximum ?? limit };
}
