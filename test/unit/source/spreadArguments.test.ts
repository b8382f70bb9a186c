import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/** The mapper and Chatlio's payloads hold their lists to limits of their own. */
const BOUNDED_ELSEWHERE = /^lib\/(chatlio|xdm)\//;

const root = join(__dirname, '../../..');

const sources = ['nodes', 'credentials', 'lib'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.map((path) => `${folder}/${path}`)
		.filter((path) => path.endsWith('.ts') && !BOUNDED_ELSEWHERE.test(path)),
);

const LIMIT = /^[A-Z][A-Z_]*$|^\d+$/;

/** `list.slice(0, LIMIT)` is never longer than a limit with a name. */
function isCut(list: ts.Expression): boolean {
	if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return false;
	const [from, to] = list.arguments;
	const { name } = list.expression;
	return name.text === 'slice' && from?.getText() === '0' && LIMIT.test(to?.getText() ?? '');
}

/** Calls that turn a list into arguments, of which the stack holds some 120,000: then a RangeError is thrown. */
function spreadArgumentsIn(name: string, text: string): string[] {
	const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
			const spread = node.arguments?.find((argument) => ts.isSpreadElement(argument));
			const applied =
				ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'apply';
			if ((spread && !isCut(spread.expression)) || applied)
				found.push(`${name}: ${node.getText()}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

it('no list of unknown length becomes the arguments of a call', () => {
	expect(sources.length).toBeGreaterThan(100);
	const found = sources.flatMap((path) =>
		spreadArgumentsIn(path, readFileSync(join(root, path), 'utf8')),
	);
	expect(found).toEqual([]);
});

it.each<[string, number]>([
	['found.push(...list)', 1],
	['Math.max(...list.map(size))', 1],
	['new Set(...lists)', 1],
	['found.push.apply(found, list)', 1],
	['found.push(...list.slice(0, NAMED))', 0],
	['found.push(...list.slice(0, count))', 1],
	['found = [...found, ...list]', 0],
	['push({ ...one })', 0],
])('%s has %d of them', (text, count) => {
	expect(spreadArgumentsIn('example.ts', text)).toHaveLength(count);
});
