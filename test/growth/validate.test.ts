import fc from 'fast-check';
import { readPattern } from '../../lib/xdm/validate/patternTest';
import { profileViolations } from '../../lib/xdm/validate/profileRules';
import type { XdmSchema } from '../../lib/xdm/validate/xdmSchema';
import { validateRecord } from '../../lib/xdm/validate/validateRecord';
import { expectLinear } from '../harness/growth.mts';
import { pattern, SLOW_PATTERNS } from '../unit/xdm/patterns';

const FORMATS = ['date', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uri-reference'];

/** Parts that a text may consist of: what formats look for, and special characters. */
const UNITS = [
	...'[]{}<>"\\%&!()*.:|@/#?-+~^$',
	' ',
	'\n',
	'a',
	'0',
	'a.',
	'1:',
	'::',
	'a@',
	'%2e',
	'//[',
];

const many =
	<Value>(value: (at: number) => Value) =>
	(size: number) => ({
		list: Array.from({ length: size }, (_, at) => value(at)),
		map: Object.fromEntries(
			Array.from({ length: Math.ceil(size / 8) }, (_, at) => [`k${at}`, value(at)]),
		),
	});

const schemaOf = (inner: XdmSchema): XdmSchema => ({
	properties: { list: { type: 'array', items: inner }, map: { additionalProperties: inner } },
});

describe('time in proportion to a record', () => {
	const STARTS = ['', 'https://[', '2026-01-01T'];
	const schema: XdmSchema = {
		properties: Object.fromEntries(
			FORMATS.map((format) => [
				format,
				{ type: 'array', items: { type: 'string', format, minLength: 1, maxLength: 9 } },
			]),
		),
	};

	test.each(UNITS)('with texts full of %j', (unit) => {
		expectLinear(
			unit,
			(size) => {
				const texts = STARTS.map((start) => start + unit.repeat(size));
				return Object.fromEntries(FORMATS.map((format) => [format, texts]));
			},
			(record) => validateRecord(schema, record),
		);
	});

	test.each<[string, XdmSchema, (at: number) => unknown]>([
		['that fit', { type: 'string', pattern: '^x' }, () => 'x'],
		['of a wrong type', { type: 'string' }, (at) => at],
		['that are not listed', { enum: ['a', 'b'] }, (at) => `x${at}`],
		['with patterns not checked', { pattern: '(?=a)' }, () => 'x'],
		['without a key', { required: ['a'], properties: {} }, () => ({ b: 1 })],
	])('of many elements %s', (name, inner, value) => {
		expectLinear(name, many(value), (record) => validateRecord(schemaOf(inner), record));
	});

	test('nested where the schema says nothing', () => {
		expectLinear(
			'nested',
			(size) => {
				let record: object = {};
				for (let depth = 0; depth < size; depth += 1) record = { a: record };
				return record;
			},
			(record) => validateRecord({ properties: { a: { type: 'object' } } }, record),
		);
	});

	test('of many identities', () => {
		expectLinear(
			'identities',
			(size) => ({ identityMap: many((at) => [{ id: `${at}`, primary: true }])(size).map }),
			(record) => profileViolations(record, new Set(['Email', 'ECID'])),
		);
	});
});

describe('time in proportion to a text', () => {
	const near = (unit: string) => (size: number) => `${unit.repeat(size)}!`;

	test.each(SLOW_PATTERNS)('with the pattern %s', (source) => {
		const test = readPattern(source)!;
		for (const unit of ['a', 'ab']) expectLinear(unit, near(unit), test);
	});

	test('with any other pattern', () => {
		for (const source of fc.sample(pattern, { numRuns: 20, seed: 13 })) {
			const test = readPattern(source);
			if (test) expectLinear(source, near('a'), test);
		}
	});
});
