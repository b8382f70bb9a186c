import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../../../playground/paths.mts';

/** A value that cannot change where a path leads: one of the texts written in the source, a number, or encoded. */
function isSafe(checker: ts.TypeChecker, expression: ts.Expression): boolean {
	if (ts.isCallExpression(expression) && expression.expression.getText() === 'pathSegment')
		return true;
	const type = checker.getTypeAtLocation(expression);
	const parts = type.isUnion() ? type.types : [type];
	return parts.every(({ flags }) => flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLike));
}

/** The values that a text has next to a slash, without being safe there. */
function unsafeIn(checker: ts.TypeChecker, template: ts.TemplateExpression): string[] {
	return template.templateSpans
		.filter((span, index) => {
			const before =
				index === 0 ? template.head.text : template.templateSpans[index - 1].literal.text;
			return before.endsWith('/') || (span.literal.text.startsWith('/') && index > 0);
		})
		.filter(({ expression }) => !isSafe(checker, expression))
		.map(({ expression }) => expression.getText());
}

/** `'/path/' + id`, whose right side is anything but a text of the source. */
const unsafeSum = (checker: ts.TypeChecker, node: ts.Node) =>
	ts.isBinaryExpression(node) &&
	node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
	ts.isStringLiteralLike(node.left) &&
	node.left.text.endsWith('/') &&
	!isSafe(checker, node.right)
		? [node.right.getText()]
		: [];

function findUnsafe(program: ts.Program, isLooked: (file: string) => boolean): string[] {
	const checker = program.getTypeChecker();
	const found: string[] = [];
	for (const source of program.getSourceFiles()) {
		const file = relative(root, source.fileName);
		if (!isLooked(file)) continue;
		const visit = (node: ts.Node): void => {
			const unsafe = ts.isTemplateExpression(node)
				? unsafeIn(checker, node)
				: unsafeSum(checker, node);
			found.push(...unsafe.map((text) => `${file}: ${text}`));
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return found;
}

const files = ts.parseJsonConfigFileContent(
	ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile).config,
	ts.sys,
	root,
);

/** Without the types of others, which take most of the time and say nothing about a path. */
function ownSources(fileNames: string[]): ts.Program {
	const host = ts.createCompilerHost({});
	host.resolveModuleNameLiterals = (names, from) =>
		names.map(({ text }) => {
			const resolvedFileName = `${resolve(dirname(from), text)}.ts`;
			const isOwn = text.startsWith('.') && ts.sys.fileExists(resolvedFileName);
			return { resolvedModule: isOwn ? { resolvedFileName, extension: '.ts' } : undefined };
		});
	return ts.createProgram(fileNames, { lib: ['lib.es2023.d.ts'], strict: true, types: [] }, host);
}

/** Values next to a slash in the sources of the package, as `file: value`, by the path of the file. */
export function unsafeInSources(looked: RegExp): string[] {
	return findUnsafe(ownSources(files.fileNames), (file) => looked.test(file));
}

/** The same in a piece of source. */
export function unsafeInText(text: string): string[] {
	const file = resolve(root, 'lib/platform/probe.ts');
	const options = { noLib: true, strict: true, types: [] };
	const host = ts.createCompilerHost(options);
	host.getSourceFile = (name) =>
		name === file ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true) : undefined;
	const program = ts.createProgram([file], options, host);
	return findUnsafe(program, () => true).map((found) => found.replace(/^.*?: /, ''));
}
