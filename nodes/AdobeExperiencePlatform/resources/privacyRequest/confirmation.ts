import { serviceError } from '../../../../lib/problem/serviceError';
import { isFilledByModel } from '../../shared/filledByModel';
import type { OperationContext } from '../../shared/operation';
import { textOf } from '../../shared/parameters';
import type { EnteredValue } from './readPerson';

/**
 * Checks that a person repeated the values of a deletion.
 * @throws ServiceError if the values differ, or if a language model could have filled them in
 */
export function assertConfirmed(context: OperationContext, entered: EnteredValue[]): void {
	if (isFilledByModel(context.n8n, 'confirm')) {
		throw serviceError('privacy.confirmedByModel', {}, { field: 'Confirm' });
	}
	const values = entered.map(({ value }) => value);
	if (repeats(textOf(context, 'confirm', 'Confirm'), values)) return;
	const labels = entered.map(({ label }) => label).join(', ');
	throw serviceError('privacy.notConfirmed', { labels }, { field: 'Confirm' });
}

/** Returns true for the values in their order, with commas, semicolons or white space between them. */
export function repeats(text: string, values: string[]): boolean {
	let rest = text;
	for (const [index, value] of values.entries()) {
		const [separator] = index === 0 ? [''] : (/^[\s,;]+/.exec(rest) ?? []);
		if (separator === undefined || !rest.startsWith(value, separator.length)) return false;
		rest = rest.slice(separator.length + value.length);
	}
	return rest === '';
}
