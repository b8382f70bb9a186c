import { evaluate } from '../../emulator/dataprep/evaluate.mts';
import { MAX_EXPRESSION_LENGTH } from '../../emulator/dataprep/parse.mts';
import type { JsonObject } from '../../emulator/json.mts';

const now = new Date('2021-10-26T10:10:24Z');

const compute = (expression: string, source: JsonObject = {}) =>
	evaluate(expression, source, { now });

describe('a path', () => {
	const source: JsonObject = {
		name: { firstName: 'Jim' },
		'First Name': 'wrapped',
		'First.Name': 'with a dot',
		new: 'reserved',
		size: 'reserved',
		left: 'named like a function',
		größe: 'letters',
		$price: 3,
		_id: 'x',
		arr: [
			{ x: 1, last: 'named like a function' },
			{ x: 2, y: [{ z: 'a' }, { z: 'b' }] },
		],
		list: ['a', 'b'],
		key: 'firstName',
		nothing: null,
	};

	it.each([
		['name.firstName', 'Jim'],
		['name', { firstName: 'Jim' }],
		['${First Name}', 'wrapped'],
		['${First.Name}', 'with a dot'],
		['${First\\.Name}', 'with a dot'],
		['First\\.Name', 'with a dot'],
		['${size}', 'reserved'],
		['${left}', 'named like a function'],
		['arr[0].${last}', 'named like a function'],
		['${new}', 'reserved'],
		['größe', 'letters'],
		['$price', 3],
		['_id', 'x'],
		['arr[0].x', 1],
		['arr[1].y[1].z', 'b'],
		['list[1]', 'b'],
		['list[1 - 1]', 'a'],
		['name["firstName"]', 'Jim'],
		['name[key]', 'Jim'],
		['arr[*].x', [1, 2]],
		['arr[*].y[*].z', [['a', 'b']]],
		['(name).firstName', 'Jim'],
		[' name . firstName ', 'Jim'],
	])('%s', (path, value) => {
		expect(compute(path, source)).toEqual(value);
	});

	it.each([
		'missing',
		'name.missing.deeper',
		'name.firstName.deeper',
		'nothing',
		'nothing.deeper',
		'arr[7].x',
		'arr[-1]',
		'name[0]',
		'list.length',
		'name[*].x',
		'NAME.firstName',
		'name.firstName[0]',
		'constructor',
		'constructor.name',
		'__proto__.toString',
		'name.__proto__',
		'name["constructor"]',
		'list.constructor',
	])('%s is null', (path) => {
		expect(compute(path, source)).toBeNull();
	});

	it('does not see keys that reach into JavaScript, not even as own keys', () => {
		const hostile = JSON.parse('{"__proto__":{"a":1},"constructor":{"a":1}}') as JsonObject;
		expect(compute('__proto__.a', hostile)).toBeNull();
		expect(compute('constructor.a', hostile)).toBeNull();
	});
});

describe('literals', () => {
	it.each([
		['1', 1],
		['1.5', 1.5],
		['1.5e3', 1500],
		['"text"', 'text'],
		["'text'", 'text'],
		['"a \\"quoted\\" word"', 'a "quoted" word'],
		["'it\\'s'", "it's"],
		['"a\\\\b"', 'a\\b'],
		['"\\d+"', '\\d+'],
		['"a\\tb\\n\\r"', 'a\tb\n\r'],
		['"\\u00e9"', 'é'],
		['"line\nbreak"', 'line\nbreak'],
		['true', true],
		['false', false],
		['null', null],
		['[1, "a", [2]]', [1, 'a', [2]]],
		['[]', []],
		['{"a": 1, "b": {"c": 2}}', { a: 1, b: { c: 2 } }],
		['{}', {}],
		['{"__proto__": 1, "a": 2}', { a: 2 }],
		['{1: "a"}', { '1': 'a' }],
	])('%s', (expression, value) => {
		expect(compute(expression)).toEqual(value);
	});
});

describe('operators', () => {
	it.each([
		['1 + 2 * 3', 7],
		['(1 + 2) * 3', 9],
		['10 - 4 - 3', 3],
		['7 / 2', 3.5],
		['7 div 2', 3.5],
		['7 % 4', 3],
		['7 mod 4', 3],
		['-3 + 5', 2],
		['+3', 3],
		['- -3', 3],
		['~5', -6],
		['"a" + "b"', 'ab'],
		['"a" + 1', 'a1'],
		['1 + "2"', '12'],
		['"3" * "4"', 12],
		['1 + null', null],
		['"a" + null', null],
		['null * 2', null],
		['-null', null],
		['~null', null],
		['1 == 1', true],
		['1 == "1"', true],
		['"a" == "a"', true],
		['"a" eq "b"', false],
		['1 == "a"', false],
		['null == null', true],
		['null == 0', false],
		['1 != 2', true],
		['1 ne 1', false],
		['1 < 2', true],
		['2 lt 1', false],
		['2 <= 2', true],
		['3 le 2', false],
		['2 > 1', true],
		['1 gt 2', false],
		['2 >= 3', false],
		['3 ge 3', true],
		['"10" > 9', true],
		['"a" < "b"', true],
		['"b" < "a"', false],
		['"a" <= "a"', true],
		['null < 1', false],
		['1 > null', false],
		['true && false', false],
		['true and true', true],
		['false || true', true],
		['false or false', false],
		['!true', false],
		['not false', true],
		['not not true', true],
		['!null', true],
		['"yes" && "ON"', true],
		['1 < 2 and 2 < 3 or false', true],
		['1 + 1 == 2', true],
	])('%s', (expression, value) => {
		expect(compute(expression)).toEqual(value);
	});

	it('does not look at the right side of and, or where the left decides', () => {
		expect(compute('false && ("a" * 2 == 1)')).toBe(false);
		expect(compute('true || ("a" * 2 == 1)')).toBe(true);
	});

	it('compares dates by their moment', () => {
		expect(compute('date("2020-01-01") < now()')).toBe(true);
		expect(compute('date("2020-01-01") == date("2020/01/01")')).toBe(true);
		expect(compute('now() > date("2020-01-01")')).toBe(true);
	});

	it.each([
		['"a" * 2', 'A number is needed, found "a"'],
		['"" - 1', 'A number is needed, found ""'],
		['{} - 1', 'A number is needed, found an object'],
		['now() * 2', 'A number is needed, found a date'],
		['1 / 0', 'A number cannot be divided by zero'],
		['1 mod 0', 'A number cannot be divided by zero'],
		['!"maybe"', 'True or false is needed, found "maybe"'],
		['!1', 'True or false is needed, found 1'],
		['[1] < [2]', 'A text is needed, found an array'],
		['"a" + {}', 'A text is needed, found an object'],
		['~"a"', 'A number is needed, found "a"'],
	])('%s: %s', (expression, sentence) => {
		expect(() => compute(expression)).toThrow(sentence);
	});

	it('gives null for a number that is none any more', () => {
		expect(compute('1e308 * 10')).toBeNull();
		expect(compute('-1e308 * 10')).toBeNull();
	});
});

describe('methods', () => {
	it.each([
		['"string1".equals("STRING1")', false],
		['"string1".equals("string1")', true],
		['"string1".equalsIgnoreCase("STRING1")', true],
		['"a".equalsIgnoreCase("b")', false],
		['"a".equals(null)', false],
		['"a".equalsIgnoreCase(null)', false],
		['missing.equals("a")', null],
		['str_to_object("a=1,b=2", "=").get("b")', '2'],
		['str_to_object("a=1").get("b")', null],
		['["x", "y"].get(1)', 'y'],
		['"text".get(0)', null],
		['json_to_object("{\\"a\\":{\\"b\\":[1,2]}}").a.b[1]', 2],
		['json_to_object("[{\\"a\\":1},{\\"a\\":2}]")[*].a', [1, 2]],
	])('%s', (expression, value) => {
		expect(compute(expression)).toEqual(value);
	});

	it.each([
		['"a".length()', '.length() takes 1 argument, not 0'],
		['"a".concat("b")', '.concat() is none of .equals(), .equalsIgnoreCase() and .get()'],
		['"a".constructor("b")', '.constructor() is none of'],
	])('%s: %s', (expression, sentence) => {
		expect(() => compute(expression)).toThrow(sentence);
	});
});

describe('what cannot be read', () => {
	it.each([
		['', 'The expression ends where a name is needed'],
		['concat("a"', 'The expression ends where ")" is needed'],
		['(1', 'The expression ends where ")" is needed'],
		['arr[0', 'The expression ends where "]" is needed'],
		['1 2', '"2" at position 2 does not fit'],
		['1 +', 'The expression ends where a name is needed'],
		['a..b', '"." at position 2 does not fit where a name is needed'],
		['a.1', '"1" at position 2 does not fit where a name is needed'],
		['* 2', '"*" at position 0 does not fit'],
		['{1 2}', '"2" at position 3 does not fit where ":" is needed'],
		['"abc', 'The text that begins at position 0 has no closing "'],
		["1 + 'abc", "The text that begins at position 4 has no closing '"],
		['a ; b', '";" at position 2 has no meaning in an expression'],
		['a = b', '"=" at position 2 has no meaning in an expression'],
		['${open', '"{" at position 1 does not fit'],
		['😀', '"😀" at position 0 has no meaning in an expression'],
		['new', '"new" is a reserved word: write the field as ${new}'],
		['a.var', '"var" is a reserved word: write the field as ${var}'],
		...['do', 'function', 'empty', 'size', 'left', 'timestamp', 'size_of'].map(
			(name): [string, string] => [
				name,
				`"${name}" is a reserved word: write the field as \${${name}}`,
			],
		),
		['visitor.format', '"format" is a reserved word: write the field as ${format}'],
		['concat("a", first)', '"first" is a reserved word: write the field as ${first}'],
		['size_of("abc")', 'An object is needed, found "abc"'],
		['is_empty("")', 'An object is needed, found ""'],
		['_errors', '"_errors" is a reserved word: write the field as ${_errors}'],
		['nosuch(1)', 'Data Prep has no function nosuch()'],
		['constructor(1)', 'Data Prep has no function constructor()'],
		['concat()', 'concat() takes at least 1 argument, not 0'],
		['lower("a", "b")', 'lower() takes 1 argument, not 2'],
		['date()', 'date() takes 1 to 3 arguments, not 0'],
		['ua_os_name("Mozilla/5.0")', "ua_os_name() is Adobe's, but this local platform does not"],
		['fpid_to_ecid("1")', "fpid_to_ecid() is Adobe's, but this local platform does not"],
	])('%s: %s', (expression, sentence) => {
		expect(() => compute(expression)).toThrow(sentence);
	});

	it('an expression of 4,096 characters is read, one more is not', () => {
		const longest = `"${'a'.repeat(MAX_EXPRESSION_LENGTH - 2)}"`;
		expect(compute(longest)).toHaveLength(4094);
		expect(() => compute(`${longest} `)).toThrow(
			'The expression has 4097 characters; Data Prep takes 4096',
		);
	});

	it('nesting that nobody writes is answered, not followed', () => {
		expect(() => compute('('.repeat(4000))).toThrow('nested more than 60 levels deep');
		expect(compute(`${'('.repeat(50)}1${')'.repeat(50)}`)).toBe(1);
		expect(compute(`${'!'.repeat(4000)}true`)).toBe(true);
		expect(compute(`1${'+1'.repeat(2000)}`)).toBe(2001);
	});
});
