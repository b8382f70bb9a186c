import fc from 'fast-check';
import { createScrub, scrubNothing, WITHHELD } from '../../../lib/xdm/privacy/scrub';

const scrub = (values: string[], text: string) => createScrub(values)!(text);

describe('removing withheld values from other text', () => {
	test.each([
		['Bob Smith', 'I am bob smith.', `I am ${WITHHELD}.`],
		[
			'Bob',
			'Bobby met Bob, not Jim-Bob or bob_2',
			`Bobby met ${WITHHELD}, not Jim-${WITHHELD} or ${WITHHELD}_2`,
		],
		['203.0.113.7', 'from 203.0.113.7, not 203.0.113.77', `from ${WITHHELD}, not 203.0.113.77`],
		['bob@example.com', 'jimbob@example.com', 'jimbob@example.com'],
		['O.', 'Some O.: hello', `Some ${WITHHELD}: hello`],
		['José', 'Hi Jose\u0301!', `Hi ${WITHHELD}!`],
		['李伟', '我是李伟,你好', `我是${WITHHELD},你好`],
		['สมชาย', 'ผมชื่อสมชายครับ', `ผมชื่อ${WITHHELD}ครับ`],
		['👩‍🚀', 'by 👩‍🚀', `by ${WITHHELD}`],
	])('finds %s', (value, text, clean) => {
		expect(scrub([value], text)).toBe(clean);
	});

	test.each([
		[
			'bob@example.com',
			'http://a.example/?m=bob%40example.com&x=1',
			`http://a.example/?m=${WITHHELD}&x=1`,
		],
		['Bob Smith', '/?q=I%20am%20Bob%20Smith', `/?q=I%20am%20${WITHHELD}`],
		['Bob Smith', '#bob-smith-133', `#${WITHHELD}-133`],
		['Bob Smith', '/?q=Bob+Smith', `/?q=${WITHHELD}`],
		['José', '/?q=Jos%c3%a9', `/?q=${WITHHELD}`],
		['2001:db8::7', '/?ip=2001%3Adb8%3A%3A7', `/?ip=${WITHHELD}`],
		['Al "Ace" Bo', '{"x":"hi\\nAl \\"Ace\\" Bo"}', `{"x":"hi\\n${WITHHELD}"}`],
		['A&B', '{"x":"a\\u0026b"}', `{"x":"${WITHHELD}"}`],
		['Bob', '{"x":"\\u0026Bob"}', `{"x":"\\u0026${WITHHELD}"}`],
	])('finds %s escaped in a URL or in JSON', (value, text, clean) => {
		expect(scrub([value], text)).toBe(clean);
	});

	test('returns an empty text if the text is only the value', () => {
		expect(scrub(['Bob'], ' bob ')).toBe('');
		expect(scrub(['Bob'], WITHHELD)).toBe(WITHHELD);
	});

	test('replaces the longer of two values first', () => {
		expect(scrub(['costa-mesa', 'costa-mesa-133'], 'in costa-mesa-133')).toBe(`in ${WITHHELD}`);
	});

	test('changes nothing if there is nothing to withhold', () => {
		expect(createScrub(['', '  '])).toBe(scrubNothing);
		expect(scrubNothing('as it is')).toBe('as it is');
	});

	test('leaves other text unchanged, even if it is full of escapes', () => {
		expect(scrub(['Bob Smith'], '/?q=100%25+sure\\n')).toBe('/?q=100%25+sure\\n');
	});

	test('handles lone surrogates', () => {
		expect(scrub(['a\ud800'], 'x a\ud800 %')).toBe(`x ${WITHHELD} %`);
	});

	test('returns undefined if the values are too long or too many to search for', () => {
		expect(createScrub(['x'.repeat(257)])).toBeUndefined();
		expect(createScrub(Array.from({ length: 25 }, (_, at) => `name ${at}`))).toBeUndefined();
		expect(createScrub(Array.from({ length: 24 }, (_, at) => `name ${at}`))).toBeDefined();
	});

	test('finds any value in any text', () => {
		const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => {
			const plain = text.trim().toLowerCase();
			return plain !== '' && !WITHHELD.includes(plain);
		});
		fc.assert(
			fc.property(value, fc.string(), fc.string(), (hidden, before, after) => {
				const text = `${before} ${hidden} ${encodeURIComponent(hidden)} ${after}`;
				const clean = scrub([hidden], text);
				// What is left of it belongs to longer words.
				const rest = clean.replaceAll(WITHHELD, ' ');
				expect(` ${rest} `.includes(` ${hidden.trim()} `)).toBe(false);
			}),
		);
	});

	test.each([
		['bob@example.com', 'twice: bob%2540example.com', `twice: ${WITHHELD}`],
		['bob@example.com', 'three times: bob%252540example.com', `three times: ${WITHHELD}`],
		[
			'Al "Ace" Bo',
			String.raw`{"x":"{\"y\":\"Al \\\"Ace\\\" Bo\"}"}`,
			`{"x":"{\\"y\\":\\"${WITHHELD}\\"}"}`,
		],
		['Bob Smith', 'b%6Fb%20sm%69th', WITHHELD],
		['😀 Joy', '/?q=%F0%9F%98%80%20joy', `/?q=${WITHHELD}`],
		['Νίκος', 'ΝΊΚΟΣ', WITHHELD],
		['Bob', '%20bob%c3', `%20${WITHHELD}%c3`],
		['a', 'ba ab a', `ba ab ${WITHHELD}`],
		['ab ab a', 'ab ab ab ab a', `ab ab ${WITHHELD}`],
		['rosa@example.com', '/?u=CORP\\rosa%40example.com', `/?u=CORP\\${WITHHELD}`],
		['nadia müller', '/?u=CORP\\nadia%20m%C3%BCller', `/?u=CORP\\${WITHHELD}`],
		['CORP\\nadia smith', '/?u=CORP\\nadia%20smith', `/?u=${WITHHELD}`],
		['50%25 "Bob"', '{"b":"50%25 \\"Bob\\""}', `{"b":"${WITHHELD}"}`],
		['Bob Smith', '?q=%93Bob%20Smith%94', `?q=%93${WITHHELD}%94`],
		['203.0.113.9', '?q=%A0203.0.113.9', `?q=%A0${WITHHELD}`],
		['ken', '田中kenさん', `田中${WITHHELD}さん`],
		['вера', 'ᲀера 100%', `${WITHHELD} 100%`],
	])('finds %s in %s', (value, text, clean) => {
		const expected = clean === WITHHELD ? '' : clean;
		expect(scrub([value], text)).toBe(expected);
	});

	test('returns a beginning without the value that its end would split', () => {
		const text = `${'x '.repeat(10)}Bob Smith and more`;
		expect(createScrub(['Bob Smith'])!(text, 23)).toBe(`${'x '.repeat(10)}${WITHHELD}`);
		expect(createScrub(['Eve'])!(text, 3)).toBe('x x');
		expect(scrubNothing(text, 3)).toBe('x x');
	});
});
