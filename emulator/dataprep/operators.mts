import { areEqual, order } from './compare.mts';
import { NotComputable } from './notComputable.mts';
import { isNull, toBoolean, toInteger, toNumber, toText } from './values.mts';

type Binary = (left: unknown, right: unknown) => unknown;

/** Null on either side returns null: Adobe's behavior is not documented. */
const ofNumbers =
	(compute: (left: number, right: number) => number): Binary =>
	(left, right) =>
		isNull(left) || isNull(right) ? null : compute(toNumber(left), toNumber(right));

const ofComparison =
	(test: (order: number) => boolean): Binary =>
	(left, right) =>
		!isNull(left) && !isNull(right) && test(order(left, right));

function divisor(number: number): number {
	if (number === 0) throw new NotComputable('A number cannot be divided by zero');
	return number;
}

const sum = ofNumbers((left, right) => left + right);

const add: Binary = (left, right) => {
	const isText = typeof left === 'string' || typeof right === 'string';
	return isText && !isNull(left) && !isNull(right)
		? toText(left) + toText(right)
		: sum(left, right);
};

/** "&&" and "||" are missing because they may skip their right side. Source: Adobe, "Data Prep", operators (JEXL's). */
export const binaryOperators: Record<string, Binary> = {
	'+': add,
	'-': ofNumbers((left, right) => left - right),
	'*': ofNumbers((left, right) => left * right),
	'/': ofNumbers((left, right) => left / divisor(right)),
	'%': ofNumbers((left, right) => left % divisor(right)),
	'==': areEqual,
	'!=': (left, right) => !areEqual(left, right),
	'<': ofComparison((sign) => sign < 0),
	'<=': ofComparison((sign) => sign <= 0),
	'>': ofComparison((sign) => sign > 0),
	'>=': ofComparison((sign) => sign >= 0),
};

const ofNumber =
	(compute: (value: number) => number) =>
	(value: unknown): unknown =>
		isNull(value) ? null : compute(toNumber(value));

export const unaryOperators: Record<string, (value: unknown) => unknown> = {
	'!': (value) => !toBoolean(value),
	'-': ofNumber((value) => -value),
	'+': ofNumber((value) => value),
	'~': (value) => (isNull(value) ? null : ~toInteger(value)),
};
