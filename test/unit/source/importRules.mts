import { dirname, join, relative } from 'node:path/posix';
import ts from 'typescript';
import { root } from '../../../playground/paths.mts';
import type { SourceFile } from './sourceFiles.mts';

/**
 * What each part of the package may import besides itself, as docs/contributing/architecture.md draws it. A longer
 * path counts before a shorter one.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
	nodes: ['lib', 'icons'],
	credentials: ['lib'],
	'lib/problem': [],
	'lib/http': ['lib/problem'],
	'lib/n8n': ['lib/http', 'lib/problem'],
	'lib/chatlio': ['lib/http', 'lib/problem'],
	'lib/xdm': ['lib/chatlio', 'lib/http', 'lib/problem'],
	'lib/streaming': ['lib/http', 'lib/problem'],
	'lib/chatlioServer': ['lib/n8n', 'lib/http', 'lib/problem'],
	'lib/platform': ['lib/n8n', 'lib/http', 'lib/problem'],
	'lib/setup': ['lib/platform', 'lib/xdm', 'lib/chatlio', 'lib/http', 'lib/problem'],
};

/** Parts that know n8n's types, and none of its values. */
const TYPES_ONLY = [
	'lib/problem',
	'lib/http',
	'lib/chatlio',
	'lib/xdm',
	'lib/streaming',
	'lib/setup',
];

interface Import {
	/** The importing file, from the root of the repository. */
	from: string;
	/** The imported file, likewise, or the name of a module. */
	to: string;
	typeOnly: boolean;
}

/** Returns a sentence for each import that breaks a rule, and one for each cycle of folders. */
export function brokenImportRules(files: readonly SourceFile[]): string[] {
	const imports = files.flatMap(importsOf);
	return [...imports.flatMap(brokenRule), ...folderCycles(imports)];
}

function importsOf({ path, text }: SourceFile): Import[] {
	const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
	return statements.flatMap((statement) => {
		if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
		const { moduleSpecifier } = statement;
		if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
		const name = moduleSpecifier.text;
		const to = name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : name;
		return [{ from: path, to, typeOnly: isTypeOnly(statement) }];
	});
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
	const { importClause } = statement;
	if (!importClause || importClause.isTypeOnly) return !!importClause;
	const { name, namedBindings } = importClause;
	return (
		!name &&
		!!namedBindings &&
		ts.isNamedImports(namedBindings) &&
		namedBindings.elements.every((element) => element.isTypeOnly)
	);
}

const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

const partOf = (path: string) => Object.keys(MAY_IMPORT).find((part) => isIn(path, part));

/** The folder of one node: no node knows another one's files. */
const nodeFolder = (path: string) => /^nodes\/[^/]+/.exec(path)?.[0];

function brokenRule({ from, to, typeOnly }: Import): string[] {
	const part = partOf(from);
	if (!part) return [`${from} belongs to no part of the package`];
	if (to === 'n8n-workflow') {
		return typeOnly || !TYPES_ONLY.includes(part)
			? []
			: [`${from} imports a value of n8n, and ${part} may only import its types`];
	}
	const isModule = !to.includes('/');
	if (isModule) return [];
	const own = nodeFolder(from) ?? part;
	const allowed = [own, ...MAY_IMPORT[part]];
	return allowed.some((folder) => isIn(to, folder)) ? [] : [`${from} imports ${to}`];
}

/** Cycles between folders, each named once by the folders on the way. */
function folderCycles(imports: readonly Import[]): string[] {
	const targets = new Map<string, Set<string>>();
	for (const { from, to } of imports) {
		const [source, target] = [dirname(from), dirname(to)];
		if (!to.includes('/') || source === target) continue;
		targets.set(source, (targets.get(source) ?? new Set()).add(target));
	}
	const cycles = new Map<string, string>();
	const follow = (folder: string, way: readonly string[]) => {
		const start = way.indexOf(folder);
		if (start >= 0) {
			const cycle = way.slice(start);
			cycles.set([...cycle].sort().join(), `folder cycle: ${[...cycle, folder].join(' > ')}`);
			return;
		}
		for (const next of targets.get(folder) ?? []) follow(next, [...way, folder]);
	};
	for (const folder of targets.keys()) follow(folder, []);
	return [...cycles.values()];
}
