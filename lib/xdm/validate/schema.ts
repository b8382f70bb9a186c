/** A schema, or a field of one, with all references followed, as Adobe answers for `xed-full`. */
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
	/** Of the values of a map. */
	additionalProperties?: XdmSchema | boolean;
	/** Of the elements of an array. */
	items?: XdmSchema;
	'meta:xdmType'?: string;
	'meta:immutableTags'?: string[];
	[other: string]: unknown;
}

/** A rule that a value breaks, and what to do about it. */
export interface Broken {
	/** In the words of Adobe's synchronous validation. */
	rule: string;
	fix: string;
}

/** One thing in which a record differs from its schema. */
export interface Violation extends Broken {
	/** Dotted path in the record; `(record)` for the record itself. */
	field: string;
}

/** A pattern that a value was not compared with: only Adobe does. */
export interface NotChecked {
	/** Dotted path in the record. */
	field: string;
	pattern: string;
	why: string;
}

/** What a check found. */
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

/** The limits of a number: its own, else those of its XDM type; an integer without one is an "int". */
export function limitsOf({ type, minimum, maximum, 'meta:xdmType': xdmType = 'int' }: XdmSchema): {
	minimum?: number;
	maximum?: number;
} {
	if (type !== 'integer') return { minimum, maximum };
	const own = Math.max(Math.abs(minimum ?? 0), Math.abs(maximum ?? 0));
	const limit = INTEGER_LIMITS[own > INTEGER_LIMITS.int ? 'long' : xdmType] ?? INTEGER_LIMITS.int;
	return { minimum: minimum ?? -limit, maximum: maximum ?? limit };
}
