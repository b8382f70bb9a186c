import { evaluate } from '../../emulator/dataprep/evaluate.mts';
import { functions } from '../../emulator/dataprep/functions.mts';
import type { JsonObject } from '../../emulator/json.mts';

const now = new Date('2021-10-26T10:10:24Z');

const compute = (expression: string, source: JsonObject = {}) =>
	evaluate(expression, source, { now });

const source: JsonObject = {
	stateCode: 'pa',
	evars: { evar: { field1: 'x', gone: null, list: [{ a: 1 }] } },
	book: { author: 'George R. R. Martin', price: 17.99, genre: 'Fantasy' },
	visitor: { UUID: '2d3f4260', email: '' },
	messages: [{ id: 'a', text: 'Hi' }, { id: 'b', text: 'Hello' }, { text: 'no id' }, 'no object'],
};

const tested = new Set<string>();

function samples(table: Array<[expression: string, value: unknown]>) {
	for (const [, name] of table
		.map(([text]) => text)
		.join(' ')
		.matchAll(/([a-z][a-z0-9_]*)\(/g)) {
		tested.add(name);
	}
	it.each(table)('%s', (expression, value) => {
		expect(compute(expression, source)).toEqual(value);
	});
}

describe('texts', () => {
	samples([
		['concat("Hi, ", "there", "!")', 'Hi, there!'],
		['concat("a", null, missing, 1, true)', 'a1true'],
		['concat(null)', ''],
		['explode("Hi, there!", " ")', ['Hi,', 'there!']],
		['explode("a,b,,c,,")', ['a', 'b', '', 'c']],
		['explode("a|b", "\\|")', ['a', 'b']],
		['explode("a--b-c", "--")', ['a', 'b-c']],
		['explode("a1b22c", "([0-9])+")', ['a', 'b', 'c']],
		['explode("abc", "x*")', ['abc']],
		['explode("", ",")', ['']],
		['split("Hello world", " ")', ['Hello', 'world']],
		['split("a,b;c", ",;")', ['a', 'b', 'c']],
		['split("a,,b,", ",")', ['a', 'b']],
		['join(" ", to_array(true, "Hello", "world"))', 'Hello world'],
		['join(",", ["a", null, 1])', 'a,1'],
		['instr("adobe.com", "com")', 6],
		['instr("banana", "an", 2)', 3],
		['instr("banana", "an", 0, 2)', 3],
		['instr("banana", "an", 0, 3)', -1],
		['instr("adobe.com", "org")', -1],
		['substr("This is a substring test", 8, 11)', 'a substring'],
		['substr("abc", 1, 99)', 'bc'],
		['substr("abc", 5, 1)', ''],
		['substr("abc", -1, 2)', 'ab'],
		['substr("abc", 1, -1)', ''],
		['replacestr("This is a string re test", "re", "replace")', 'This is a string replace test'],
		['replacestr("a.a", ".", "$&")', 'a$&a'],
		['replacestr("abc", "", "-")', 'abc'],
		['lower("HeLLo")', 'hello'],
		['lcase("HeLLo")', 'hello'],
		['upper("HeLLo")', 'HELLO'],
		['ucase("HeLLo")', 'HELLO'],
		['lpad("bat", 8, "yz")', 'yzyzybat'],
		['rpad("bat", 8, "yz")', 'batyzyzy'],
		['lpad("bat", 2, "yz")', 'bat'],
		['lpad(null, 3, "x")', 'xxx'],
		['rpad(null, 3, null)', ''.padEnd(3)],
		['lpad("a", 3, "")', '  a'],
		['left("abcde", 2)', 'ab'],
		['right("abcde", 2)', 'de'],
		['right("abcde", 9)', 'abcde'],
		['right("abcde", -1)', ''],
		['ltrim(" hello")', 'hello'],
		['rtrim("hello ")', 'hello'],
		['trim(" hello ")', 'hello'],
		[
			'extract_regex("E259,E259B_009,1_1", "([^,]+),[^,]*,([^,]+)")',
			['E259,E259B_009,1_1', 'E259', '1_1'],
		],
		['extract_regex("a", "(b)?a")', ['a']],
		['extract_regex("a", "b")', []],
		['matches_regex("E259,E259B_009,1_1", "([^,]+),[^,]*,([^,]+)")', true],
		['matches_regex("abc", "b")', false],
		['matches_regex("ab", "a|ab")', true],
		['lower(null)', null],
		['trim(missing)', null],
	]);
});

describe('hashes', () => {
	samples([
		['sha1("my text", "UTF-8")', 'c3599c11e47719df18a2448690840c5dfcce3c80'],
		[
			'sha256("my text", "UTF-8")',
			'7330d2b39ca35eaf4cb95fc846c21ee6a39af698154a83a586ee270a0d372104',
		],
		[
			'sha512("my text", "UTF-8")',
			'a3d7e45a0d9be5fd4e4b9a3b8c9c2163c21ef708bf11b4232bb21d2a8704ada2cdcd7b367dd0788a89a5c908cfe377aceb1072a7b386b7d4fd2ff68a8fd24d16',
		],
		['md5("my text", "UTF-8")', 'd3b96ce8c9fb4e9bd0198d03ba6852c7'],
		['crc32("my text", "UTF-8")', '8df92e80'],
		['md5("my text")', 'd3b96ce8c9fb4e9bd0198d03ba6852c7'],
		['sha256(null)', null],
		['sha256("é") == sha256("é", "utf-8")', true],
		['sha256("é") == sha256("é", "ISO-8859-1")', false],
		// One byte E9; UTF-16 with its byte order mark FE FF 00 E9; a question mark where ASCII has no letter.
		['md5("é", "ISO-8859-1")', '3406877694691ddd1dfb0aca54681407'],
		['md5("é", "UTF-16")', 'f050a1c7afbddf34f3bef0b85657ee0c'],
		['md5("é", "US-ASCII") == md5("?")', true],
		['md5("😀", "ISO-8859-1") == md5("?")', true],
		['md5("", "UTF-16") == md5("")', false],
	]);

	it('computes the same event id as the package, whatever is missing', () => {
		const expression =
			'sha256(concat("newConversation","|",coalesce(conversationUUID,""),"|",coalesce(visitor.UUID,""),"|",coalesce(visitor.email,"")),"UTF-8")';
		expect(compute(expression, source)).toBe(
			compute('sha256("newConversation||2d3f4260|", "UTF-8")'),
		);
	});

	it('gives another id each time', () => {
		const ids = ['uuid()', 'uuid()', 'guid()'].map((expression) => String(compute(expression)));
		tested.add('uuid').add('guid');
		expect(new Set(ids).size).toBe(3);
		expect(ids[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	});
});

describe('URLs', () => {
	samples([
		['get_url_protocol("https://platform.adobe.com/home")', 'https'],
		['get_url_host("https://platform.adobe.com/home")', 'platform.adobe.com'],
		['get_url_host("mailto:a@b.c")', null],
		['get_url_port("sftp://example.com//home/joe/employee.csv")', 22],
		['get_url_port("https://example.com:8443/a")', 8443],
		['get_url_port("foo://example.com/a")', null],
		['get_url_path("sftp://example.com//home/joe/employee.csv")', '//home/joe/employee.csv'],
		['get_url_path("sftp://example.com//home/joe/employee.csv", false)', 'employee.csv'],
		['get_url_path("not a url")', null],
		[
			'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "retain")',
			{ name: 'ferret#nose' },
		],
		[
			'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "remove")',
			{ name: 'ferret' },
		],
		[
			'get_url_query_str("foo://example.com:8042/over/there?name=ferret#nose", "append")',
			{ name: 'ferret', _anchor_: 'nose' },
		],
		['get_url_query_str("https://a.b/?a=1&b=2", "retain")', { a: '1', b: '2' }],
		['get_url_query_str("https://a.b/?__proto__=1", "append")', {}],
		['get_url_query_str("https://a.b/#x", "retain")', {}],
		['get_url_query_str("not a url", "retain")', null],
		['get_url_protocol("not a url")', null],
		['get_url_encoded("a b&c")', 'a%20b%26c'],
		['get_url_decoded("a%20b")', 'a b'],
	]);
});

describe('objects and maps', () => {
	samples([
		['size_of([1, 2, 3, 4])', 4],
		['size_of(book)', 3],
		['size_of(missing)', 0],
		['is_empty([1, 2, 3])', false],
		['is_empty([])', true],
		['is_empty({})', true],
		['is_empty(missing)', true],
		['to_object("firstName", "John", "lastName", "Doe")', { firstName: 'John', lastName: 'Doe' }],
		['to_object("a", 1, "__proto__", 2)', { a: 1 }],
		['to_map("a", 1, "b", null)', { a: 1 }],
		[
			'arrays_to_object("sku", explode("a,b"), "price", [1])',
			[{ sku: 'a', price: 1 }, { sku: 'b' }],
		],
		['arrays_to_objects("a", [1])', [{ a: 1 }]],
		[
			'str_to_object("firstName=John,lastName=Doe,phone=123 456 7890", "=", ",")',
			{ firstName: 'John', lastName: 'Doe', phone: '123 456 7890' },
		],
		['str_to_object("a:1, b : 2,c")', { a: '1', b: '2' }],
		['str_to_object("url:https://a.b,__proto__:x", "", null)', { url: 'https://a.b' }],
		['contains_key("evars.evar.field1")', true],
		['contains_key("evars.evar.gone")', true],
		['contains_key("evars.evar.list[0].a")', true],
		['contains_key("evars.evar.list[1].a")', false],
		['contains_key("evars.other")', false],
		['contains_key("evars[0]")', false],
		['contains_key("evars.evar.field1.length")', false],
		['contains_key("constructor")', false],
		['contains_key("__proto__")', false],
		['is_set("stateCode")', true],
		['nullify()', null],
		['get_keys({"book1": "Pride and Prejudice", "book2": "1984"})', ['book1', 'book2']],
		[
			'get_values("firstName - John , lastName - Cena , phone - 555 420 8692", "firstName", "-", ",")',
			'John',
		],
		['get_values("a:1,b:2", "b", "")', '2'],
		['get_values("a:1", "z", ":")', null],
		['map_get_values(book, "author")', 'George R. R. Martin'],
		['map_get_values(book, ["price", "none"])', [17.99]],
		['map_has_keys(book, "author")', true],
		['map_has_keys(book, ["author", "none"])', false],
		['add_to_map({"a": 1, "b": 2}, {"b": 3, "c": 4}, null)', { a: 1, b: 2, c: 4 }],
		['object_to_map(book)', source.book],
		['object_to_map("a", 1, "b", 2)', { a: 1, b: 2 }],
		[
			'object_to_map(messages, "id")',
			{ a: { id: 'a', text: 'Hi' }, b: { id: 'b', text: 'Hello' } },
		],
		['array_to_map(messages, "id")', { a: { id: 'a', text: 'Hi' }, b: { id: 'b', text: 'Hello' } }],
		[
			'json_to_object("{\\"info\\":{\\"firstName\\":\\"John\\",\\"lastName\\": \\"Doe\\"}}")',
			{ info: { firstName: 'John', lastName: 'Doe' } },
		],
		['json_to_object("{\\"__proto__\\":{\\"a\\":1},\\"b\\":null,\\"c\\":[null,1]}")', { c: [1] }],
		['json_to_object(null)', null],
	]);
});

describe('arrays', () => {
	samples([
		['coalesce(null, null, null, "first", null, "second")', 'first'],
		['coalesce(missing, "")', ''],
		['coalesce([null, "a"])', 'a'],
		['coalesce(null)', null],
		['first("1", "2", "3")', '1'],
		['first(["1", "2"])', '1'],
		['first([])', null],
		['last("1", "2", "3")', '3'],
		['last(["1", "2"])', '2'],
		['last([])', null],
		["add_to_array(['a', 'b'], 'c', 'd')", ['a', 'b', 'c', 'd']],
		["join_arrays(['a', 'b'], ['c'], null, ['d', 'e'])", ['a', 'b', 'c', 'd', 'e']],
		['to_array(false, 1, null, 2, 3)', [1, 2, 3]],
		['size_of(to_array(true, 1, null, 2, 3))', 4],
		['upsert_array_append([1, 2])', [1, 2]],
		['upsert_array_replace([1, 2], 0)', [1, 2]],
	]);
});

describe('decisions and order', () => {
	samples([
		['decode(stateCode, "ca", "California", "pa", "Pennsylvania", "N/A")', 'Pennsylvania'],
		['decode("ny", "ca", "California", "pa", "Pennsylvania", "N/A")', 'N/A'],
		['decode("ny", "ca", "California")', null],
		['decode(missing, null, "none", "some")', 'none'],
		['iif("s".equalsIgnoreCase("S"), "True", "False")', 'True'],
		['iif(missing, 1, 2)', 2],
		['iif("no", 1, 2)', 2],
		['min(3, 1, 4)', 1],
		['max(3, 1, 4)', 4],
		['min("b", null, "a")', 'a'],
		['max(null)', null],
		['max("10", 9)', '10'],
		['min(now(), date("2020-01-01"))', '2020-01-01T00:00:00Z'],
	]);
});

describe('numbers', () => {
	samples([
		['to_bigint("1000000.34")', 1000000],
		['to_decimal("20.5")', 20.5],
		['to_float("12.3456")', 12.3456],
		['to_float("0.123456789")', 0.1234568],
		['to_integer("12")', 12],
		['to_integer("-12.9")', -12],
		['to_integer(null)', null],
	]);
});

describe('what cannot be computed', () => {
	it.each([
		['explode("a", "(")', '"(" is no regular expression'],
		['matches_regex("a", "[")', '"^(?:[)$" is no regular expression'],
		['lpad("a", 1000001, "b")', 'A text cannot be padded to 1000001 characters'],
		['sha256("a", "EBCDIC")', '"EBCDIC" is none of the character sets UTF-8, UTF-16'],
		['sha256({})', 'A text is needed, found an object'],
		['concat("a", [1])', 'A text is needed, found an array'],
		['join(",", "a")', 'An array is needed, found "a"'],
		['get_keys("a")', 'An object is needed, found "a"'],
		['substr("a", null, 1)', 'A number is needed, found null'],
		['split("a", null)', 'A text is needed, found null'],
		['get_url_query_str("https://a.b", "keep")', 'The anchor is one of "retain"'],
		['get_url_decoded("%")', 'a percent sign or half a character'],
		['get_url_encoded("\\ud800")', 'a percent sign or half a character'],
		['to_object("a", 1, "b")', 'the number of arguments is odd'],
		['json_to_object("")', '"" is no JSON'],
		['json_to_object("{")', '"{" is no JSON'],
		['to_integer("twelve")', 'A number is needed, found "twelve"'],
		['iif("maybe", 1, 2)', 'True or false is needed, found "maybe"'],
		['min(1, {})', 'A text is needed, found'],
	])('%s: %s', (expression, sentence) => {
		expect(() => compute(expression)).toThrow(sentence);
	});
});

it('every function of the table has a sample here or among the dates', () => {
	const dates = /^(now|timestamp|d?format|date|date_part|set_date_part|make_.*|zone_date_to_.*)$/;
	const untested = Object.keys(functions).filter((name) => !tested.has(name) && !dates.test(name));
	expect(untested).toEqual([]);
});
