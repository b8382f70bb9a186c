import { expressionsIn, expressionsOfDescription } from './expressions.mts';
import { expressionsOfDescriptions, expressionsOfSources, faultsOf } from './sources.mts';

/** Expressions that are built when the program runs, and what keeps them from taking long. */
const BUILT = [
	{
		file: 'lib/xdm/validate/patternTest.ts',
		code: 'new RegExp(`^${source}$`)',
		why: 'one character of a pattern, tested on one character of a text',
	},
	{
		file: 'lib/http/secretRemover.ts',
		code: "new RegExp(forms.map((each) => `(?:${each})`).join(''), 'gu')",
		why: 'as long as a secret, whose every character has a fixed number of forms of fixed length',
	},
	...[
		"new RegExp(part, 'i')",
		"new RegExp(`${part}$`, 'i')",
		'new RegExp(`^([^]*)(${idForm})`)',
	].map((code) => ({
		file: 'lib/n8n/resourceChoice.ts',
		code,
		why: 'an ID of fixed length, in an address that a user enters',
	})),
	{
		file: 'lib/problem/withoutValues.ts',
		code: "new RegExp(`(?<!${LETTER})${escaped(form)}(?!${LETTER})`, 'giu')",
		why: 'one identity, character by character, in a text that is cut off',
	},
];

/** Begin with a look-ahead, which the check cannot read: at the start only, blanks and an ID of fixed length. */
const NO_OTHER_ID = /^\^\(\?!\[ \\t\\n\\v\\f\\r\]\*\[0-9a-f(?:A-F)?\]\{\d+\}/;

describe('regular expressions in nodes, credentials and lib', () => {
	test('take time in proportion to the text', async () => {
		const all = [...expressionsOfSources(), ...(await expressionsOfDescriptions())];
		const known = all
			.flatMap((found) => found.known)
			.filter(({ source }) => !NO_OTHER_ID.test(source));
		expect(known.length).toBeGreaterThan(80);
		// Several fields of a node have the same.
		const different = [
			...new Map(known.map((one) => [`/${one.source}/${one.flags}`, one])).entries(),
		];
		const faults = faultsOf(different.map(([, one]) => one)).map(
			(fault, at) => fault && `${different[at][1].place} ${different[at][0]}: ${fault}`,
		);
		expect(faults.filter(Boolean)).toEqual([]);
	});

	test('are known before the program runs, or have what bounds them here', () => {
		const unknown = expressionsOfSources().flatMap((found) => found.unknown);
		const bounded = new Set(BUILT.map(({ file, code }) => `${file} ${code}`));
		const found = unknown.map(({ place, code }) => `${place.split(':')[0]} ${code}`);
		expect(found.filter((one) => !bounded.has(one))).toEqual([]);
		expect([...bounded].filter((one) => !found.includes(one))).toEqual([]);
	});
});

describe('the check', () => {
	test('tells linear expressions from the others', () => {
		const codes = {
			'/^[A-Z]{2}-\\d{4}$/': undefined,
			'/^\\d+x/': undefined,
			'/[,;]\\s/g': undefined,
			'/\\d+x/': 'polynomial',
			'/\\s+$/': 'polynomial',
			'/^(a+)+$/': 'exponential',
			'/^(a|a)*b/': 'exponential',
			'/a*(?=b)/': 'cannot be checked',
		};
		const faults = faultsOf(
			Object.keys(codes).flatMap((code) => expressionsIn('a.ts', code).known),
		);
		Object.values(codes).forEach((words, at) => {
			if (words) expect(faults[at]).toContain(words);
			else expect(faults[at]).toBeUndefined();
		});
	});

	test('reads literals and what is built of constants', () => {
		const text = `
			const DAY = '\\\\d\\\\d';
			const A = /a\\/b/gi;
			const B = new RegExp(\`^\${DAY}-\` + '$', 'u');
			const C = RegExp('c');
			const D = 'x'.match('d+');
		`;
		expect(expressionsIn('a.ts', text)).toEqual({
			known: [
				{ place: 'a.ts:3', source: 'a\\/b', flags: 'gi' },
				{ place: 'a.ts:4', source: '^\\d\\d-$', flags: 'u' },
				{ place: 'a.ts:5', source: 'c', flags: '' },
				{ place: 'a.ts:6', source: 'd+', flags: '' },
			],
			unknown: [],
		});
	});

	test('names what is built of anything else', () => {
		const text = `
			let part = 'a';
			const make = (text: string) => new RegExp(text);
			const A = RegExp(\`^\${part}\`, 'i');
			const B = new RegExp('b', make.name);
		`;
		expect(expressionsIn('a.ts', text)).toEqual({
			known: [],
			unknown: [
				{ place: 'a.ts:3', code: 'new RegExp(text)' },
				{ place: 'a.ts:4', code: "RegExp(`^${part}`, 'i')" },
				{ place: 'a.ts:5', code: "new RegExp('b', make.name)" },
			],
		});
	});

	test('reads what n8n evaluates and tests in a description', () => {
		const description = {
			subtitle: '={{ $parameter["a"].replace(/b+/g, "") }}',
			modes: [
				{
					extractValue: { type: 'regex', regex: '(c)' },
					validation: [{ type: 'regex', properties: { regex: 'd.*' } }],
				},
			],
		};
		expect(expressionsOfDescription('Node', description).known).toEqual([
			{ place: 'Node.subtitle:1', source: 'b+', flags: 'g' },
			{ place: 'Node.modes.0.extractValue.regex', source: '(c)', flags: '' },
			{ place: 'Node.modes.0.validation.0.properties.regex', source: '^d.*$', flags: '' },
		]);
	});
});
