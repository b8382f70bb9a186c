import { enteredValues } from '../../../workflows/source/enteredValues.mts';
import { findRows, findValues, type ReadExecution } from '../../../workflows/source/findValues.mts';

const EMAIL = 'bob@example.com';
const QUOTED = 'CORP\\rosa "R"';
const form = { Email: EMAIL, 'Visitor ID': 'v(1)+[8f2c]', 'User ID': QUOTED };
const HASH = '5ff860bf1190596c7188ab851db691f0f3169c453936e9e1eba2f9a47f7a0018';
const VALUES = [...enteredValues(form).values, HASH, 'jürgen-77', '1000421'];

const inDeadLetter = (text: unknown) =>
	findRows([{ id: 1, payload: JSON.stringify({ text }) }], VALUES).length > 0;
const inItem = (json: unknown) =>
	findValues(
		[{ id: 7, data: { resultData: { runData: { Node: [{ data: { main: [[{ json }]] } }] } } } }],
		VALUES,
	).length > 0;
const inExecution = (text: unknown) => inItem({ deep: [{ text }] });

const hex = (text: string, prefix: string) =>
	[...text].map((sign) => prefix + sign.charCodeAt(0).toString(16).padStart(4, '0')).join('');

describe.each([
	['a dead letter', inDeadLetter],
	['an execution', inExecution],
])('%s', (_, isOf) => {
	test.each([
		// As it is
		EMAIL,
		'BOB@EXAMPLE.COM',
		'v(1)+[8f2c]',
		QUOTED,
		HASH.toUpperCase(),
		'JÜRGEN-77',
		'ju\u0308rgen-77',
		1000421,
		{ [EMAIL]: true },
		// In a text
		`Write to me:\n${EMAIL}\nThanks`,
		`Write to ${EMAIL}.`,
		`Write to ${EMAIL}. Thanks`,
		`Write to ${EMAIL}-Thanks`,
		`<${EMAIL}>`,
		`"${EMAIL}"`,
		`mailto:${EMAIL}?subject=Hi`,
		`我的邮箱是${EMAIL}谢谢`,
		`我的邮箱是${EMAIL}。Thanks`,
		`почта:${EMAIL}или`,
		`_${EMAIL}_`,
		`--${EMAIL}`,
		`word--${EMAIL}`,
		`...${EMAIL}`,
		`+${EMAIL}`,
		`Hello...${EMAIL}`,
		`Bob\u200b${EMAIL}`,
		'bob\u200b@exam\u00adple.com',
		'ｂｏｂ＠ｅｘａｍｐｌｅ．ｃｏｍ',
		// Encoded
		`https://shop.example/?mail=${encodeURIComponent(EMAIL)}`,
		`https://shop.example/?mail=${encodeURIComponent(encodeURIComponent(`<${EMAIL}>`))}`,
		`https://shop.example/?q=mail+${EMAIL}`,
		`%E9${EMAIL.replace('@', '%40')}%FF`,
		`Bob &lt;${EMAIL}&gt;`,
		`Bob &amp;lt;bob&#64;example&#x2e;com&amp;gt;`,
		`bob&commat;example.com`,
		`\\u003cbob\\u0040example.com\\u003e`,
		hex(EMAIL, '\\u'),
		`\\n${EMAIL}\\n`,
		`%5Cn${EMAIL}`,
		// JSON in a text
		JSON.stringify({ inner: `a\n${EMAIL}` }),
		JSON.stringify({ inner: JSON.stringify({ inner: QUOTED }) }),
		JSON.stringify(JSON.stringify({ id: 1000421 })),
		`log: ${JSON.stringify({ inner: QUOTED })}`,
		encodeURIComponent(JSON.stringify({ inner: QUOTED })),
		`${'x'.repeat(100_000)} bob%40example.com ${'y%20'.repeat(60_000)}`,
	])('with %j is one of the visitor', (text) => {
		expect(isOf(text)).toBe(true);
	});

	test.each([
		`mary-${EMAIL}`,
		`mary.${EMAIL}`,
		`mary_${EMAIL}`,
		`mary+${EMAIL}`,
		`x${EMAIL}`,
		`1${EMAIL}`,
		`é${EMAIL}`,
		`${EMAIL}.au`,
		`${EMAIL}x`,
		`${EMAIL}-shop.example`,
		`mary-${encodeURIComponent(EMAIL)}`,
		'bobXexample.com',
		'bob@exampleXcom',
		'v1 8f2c',
		'xv(1)+[8f2c]',
		`${HASH}0`,
		`0${HASH}`,
		10004210,
		'1042',
		'%',
		'&#9999999;',
		'',
		null,
	])('with %j is not', (text) => {
		expect(isOf(text)).toBe(false);
	});
});

const found = { id: '7', unread: false };
const unread = { id: '', unread: true };
const of = (execution: ReadExecution) => findValues([{ id: 7, ...execution }], VALUES);

test('the name of a node is not data of a visitor', () => {
	const source = [{ previousNode: EMAIL }];
	expect(of({ data: { runData: { [EMAIL]: [{ source }] }, node: { name: EMAIL } } })).toEqual([]);
	expect(of({ data: { runData: { Node: [{ error: { message: EMAIL } }] } } })).toEqual([found]);
});

test.each<[string, ReadExecution]>([
	['without data', {}],
	['with empty data', { data: null }],
	['with an error', { error: 'Forbidden', data: EMAIL }],
	['that runs', { status: 'running', data: EMAIL }],
	['that is new', { status: 'new', data: EMAIL }],
	['that n8n redacted', { data: { redactionInfo: { isRedacted: true } } }],
	['with a redacted item', { data: { main: [{ json: {}, redaction: { redacted: true } }] } }],
	['with a redacted field', { data: { main: [{ json: { mail: { __redacted: true } } }] } }],
])('an execution %s was not read', (_, execution) => {
	expect(of(execution)).toEqual([unread]);
});

test('a field of that name does not make an execution redacted', () => {
	expect(of({ data: { main: [{ json: { redacted: true, isRedacted: true } }] } })).toEqual([]);
});

test('an execution that no longer exists needs no deletion', () => {
	const message = 'The resource you are requesting could not be found';
	expect(findValues([{ error: message }, { error: { httpCode: '404' } }], VALUES)).toEqual([]);
});

test('data that a workflow saved with its execution is searched', () => {
	expect(of({ data: {}, customData: { mail: EMAIL } })).toEqual([found]);
});

test('nothing is found without values', () => {
	expect(findValues([{ id: 7, data: EMAIL }], [])).toEqual([]);
});

test('deeply nested data is searched', () => {
	let data: unknown = EMAIL;
	for (let depth = 0; depth < 20_000; depth++) data = [data];
	expect(of({ data })).toEqual([found]);
});
