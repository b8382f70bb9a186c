const FILTER = /^([\w.:[\]-]+?)(==|!=|<=|>=|<|>)(.*)$/s;

/**
 * Returns the items that match every `property=<path><op><value>` filter. Several values after `==` match any of them;
 * `[]` in a path looks into the members of an array. For an invalid filter, `createError` returns the error to throw.
 */
export function filterByProperties<T>(
	items: T[],
	filters: string[],
	createError: (text: string) => Error,
): T[] {
	const tests = filters.map((filter) => readFilter(filter, createError));
	return items.filter((item) => tests.every((test) => test(item)));
}

function readFilter(
	filter: string,
	createError: (text: string) => Error,
): (item: unknown) => boolean {
	const match = FILTER.exec(filter);
	if (!match) throw createError(`The filter '${filter}' is not valid.`);
	const [, path, operator, text] = match as unknown as [string, string, string, string];
	const expectedValues = text.split(',').map((value) => value.trim().replace(/^"(.*)"$/, '$1'));
	return (item) => {
		const values = valuesAt(item, path.split('.'));
		if (operator === '==') return values.some((value) => expectedValues.includes(String(value)));
		if (operator === '!=') return !values.some((value) => expectedValues.includes(String(value)));
		return values.some((value) => compare(value, expectedValues[0]!, operator));
	};
}

function valuesAt(value: unknown, steps: string[]): unknown[] {
	const [step, ...rest] = steps;
	if (step === undefined) return [value];
	if (typeof value !== 'object' || value === null) return [];
	const name = step.replace(/\[\]$/, '');
	if (!Object.hasOwn(value, name)) return [];
	const inner = (value as Record<string, unknown>)[name];
	const branches = step.endsWith('[]') && Array.isArray(inner) ? inner : [inner];
	return branches.flatMap((branch) => valuesAt(branch, rest));
}

function compare(value: unknown, expected: string, operator: string): boolean {
	const isNumeric =
		typeof value === 'number' && expected !== '' && Number.isFinite(Number(expected));
	const difference = isNumeric ? value - Number(expected) : String(value).localeCompare(expected);
	if (operator === '<') return difference < 0;
	if (operator === '<=') return difference <= 0;
	return operator === '>' ? difference > 0 : difference >= 0;
}
