import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostics } from 'recheck';
import {
	expressionsIn,
	expressionsOfDescription,
	type Expression,
	type Expressions,
} from './expressions';

const root = join(__dirname, '..', '..', '..');

/** Expressions that are built when the program runs, and what keeps them from taking long. */
const BUILT: Array<{ file: string; code: string; why: string }> = [];

/**
 * What is wrong with each expression: that it takes more than linear time, or that nobody can tell. Undefined where it
 * is linear.
 */
function faultsOf(expressions: Expression[]): Array<string | undefined> {
	const output = execFileSync(process.execPath, [join(__dirname, 'check.mjs')], {
		input: JSON.stringify(expressions),
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
	});
	return (JSON.parse(output) as Diagnostics[]).map((verdict) => {
		if (verdict.status === 'safe') return undefined;
		return verdict.status === 'vulnerable'
			? verdict.complexity.summary
			: `cannot be checked: ${JSON.stringify(verdict.error)}`;
	});
}

/** Paths of the sources, from the root of the project. */
const FILES = ['nodes', 'credentials', 'lib']
	.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${String(file)}`),
	)
	.filter((file) => file.endsWith('.ts'))
	.sort();

function sources(): Expressions[] {
	return FILES.map((file) => expressionsIn(file, readFileSync(join(root, file), 'utf8')));
}

function descriptions(): Expressions[] {
	return FILES.filter((file) => /\.(node|credentials)\.ts$/.test(file)).map((file) => {
		const [Class] = Object.values(
			// eslint-disable-next-line @typescript-eslint/no-require-imports
			require(join(root, file)) as Record<string, new () => object>,
		);
		return expressionsOfDescription(file, { ...new Class() });
	});
}

describe('regular expressions in nodes, credentials and lib', () => {
	const all = [...sources(), ...descriptions()];
	const known = all.flatMap((found) => found.known);
	const unknown = all.flatMap((found) => found.unknown);

	test('take time in proportion to the text', () => {
		expect(known.length).toBeGreaterThan(80);
		// Several fields of a node have the same.
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
