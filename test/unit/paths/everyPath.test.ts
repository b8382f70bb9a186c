import { dirname, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../../..');

/** Texts with a slash before a value that are no path of a request. */
const NO_REQUEST_PATHS: Record<string, string> = {
	'lib/platform/destination.ts': 'key of a cache',
	'lib/setup/additions.ts': 'JSON pointer in a body',
	'lib/streaming/hosts.ts': 'host of a list, only compared',
	'lib/streaming/inletUrl.ts': 'taken from a URL by a pattern without dots and slashes',
};

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

describe('every value in a path of a request', () => {
	const REQUESTS = /^lib\/(platform|setup|chatlioServer|streaming)\//;

	it('goes through pathSegment, which refuses "." and ".." and encodes the rest', () => {
		const program = ownSources(files.fileNames);
		const found = findUnsafe(program, (file) => REQUESTS.test(file));
		const isNoPath = (entry: string) => entry.split(': ')[0] in NO_REQUEST_PATHS;
		expect(found.filter((entry) => !isNoPath(entry))).toEqual([]);
		const used = Object.keys(NO_REQUEST_PATHS).filter((file) =>
			found.some((entry) => entry.startsWith(file)),
		);
		expect(used).toEqual(Object.keys(NO_REQUEST_PATHS));
	});

	it.each<[string, string, string[]]>([
		['a parameter', 'const p = (id: string) => `/a/${id}`;', ['id']],
		[
			'an encoded one',
			'const p = (id: string) => `/a/${encodeURIComponent(id)}/b`;',
			['encodeURIComponent(id)'],
		],
		['one behind a constant', 'const A = "/a"; const p = (id: string) => `${A}/${id}`;', ['id']],
		['a sum', 'const p = (id: string) => "/a/" + id;', ['id']],
		['one of two words', 'const p = (k: "x" | "y") => `/a/${k}/b`;', []],
		[
			'a segment',
			'declare function pathSegment(x: unknown): string; const p = (id: string) => `/a/${pathSegment(id)}`;',
			[],
		],
		['a sentence', 'const p = (id: string) => `read ${id}`;', []],
	])('is found when it is %s', (_, text, unsafe) => {
		const file = resolve(root, 'lib/platform/probe.ts');
		const host = ts.createCompilerHost({ noLib: true, strict: true, types: [] });
		const { getSourceFile } = host;
		host.getSourceFile = (name, ...rest) =>
			name === file
				? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true)
				: getSourceFile.call(host, name, ...rest);
		const program = ts.createProgram([file], { noLib: true, strict: true, types: [] }, host);
		const found = findUnsafe(program, (name) => name === 'lib/platform/probe.ts');
		expect(found).toEqual(unsafe.map((value) => `lib/platform/probe.ts: ${value}`));
	});
});
