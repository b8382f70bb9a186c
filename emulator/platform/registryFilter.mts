import type { JsonObject } from '../json.mts';

const FILTER = /^([\w@:$.-]+?)(?:(==|!=|<=|>=|<|>|~)(.*))?$/;

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const ORDERED: Record<string, (order: number) => boolean> = {
	'<': (order) => order < 0,
	'<=': (order) => order <= 0,
	'>': (order) => order > 0,
	'>=': (order) => order >= 0,
};

/** Reads a filter of a registry list: `name`, which must exist, or `name` with an operator and a value. */
export function readFilter(filter: string): (resource: JsonObject) => boolean {
	const match = FILTER.exec(filter);
	if (!match) return () => false;
	const [, name = '', operator, expected = ''] = match;
	return (resource) => {
		const value = resource[name];
		if (operator === undefined) return value !== undefined;
		if (operator === '~') return JSON.stringify(value ?? '').includes(expected);
		const values = Array.isArray(value) ? value.map(String) : [String(value)];
		if (operator === '==') return values.includes(expected);
		if (operator === '!=') return !values.includes(expected);
		if (value === undefined) return false;
		const order =
			typeof value === 'number' ? value - Number(expected) : compare(String(value), expected);
		return ORDERED[operator]!(order);
	};
}
