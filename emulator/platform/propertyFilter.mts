const FILTER = /^([\w.:[\]-]+?)(==|!=|<=|>=|<|>)(.*)$/s;

/**
 * Keeps what fits every `property=<path><op><value>` filter. Several values after `==` mean any of them; `[]` in a path
 * looks into the members of an array. For what is no filter, `refuse` gives what is thrown.
 */
export function filterByProperties<T>(
	items: T[],
	filters: string[],
	refuse: (text: string) => Error,
): T[] {
	const tests = filters.map((filter) => readFilter(filter, refuse));
	return items.filter((item) => tests.every((test) => test(item)));
}

function readFilter(filter: string, refuse: (text: string) => Error): (item: unknown) => boolean {
	const match = FILTER.exec(filter);
	if (!match) throw refuse(`The filter '${filter}' is not valid.`);
	const [, path, operator, text] = match as unknown as [string, string, string, string];
	const wanted = text.split(',').map((value) => value.trim().replace(/^"(.*)"$/, '$1'));
	return (item) => {
		const found = valuesAt(item, path.split('.'));
		if (operator === '==') return found.some((value) => wanted.includes(String(value)));
		if (operator === '!=') return !found.some((value) => wanted.includes(String(value)));
		return found.some((value) => compare(value, wanted[0]!, operator));
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

function compare(value: unknown, wanted: string, operator: string): boolean {
	const numeric = typeof value === 'number' && wanted !== '' && Number.isFinite(Number(wanted));
	const difference = numeric ? value - Number(wanted) : String(value).localeCompare(wanted);
	if (operator === '<') return difference < 0;
	if (operator === '<=') return difference <= 0;
	return operator === '>' ? difference > 0 : difference >= 0;
}
