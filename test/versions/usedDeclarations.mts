import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../playground/paths.mts';

/** Packages of n8n whose types this project uses. */
export const PACKAGES = ['n8n-workflow', 'n8n-core'] as const;

/** Folder with the packages of n8n that this project is developed with. */
export const n8nTypes = join(root, 'node_modules');

/** Folders whose code uses n8n. */
const FOLDERS = ['lib', 'nodes', 'credentials', 'test'];

/** From a type that is used to the types in it, and once more: contexts have the options of their helpers in types of types. */
const DEPTH = 2;

const filesIn = (folder: string, end: RegExp) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => end.test(name))
		.map((name) => join(folder, name));

const parse = (file: string) =>
	ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/** Returns the names that this project imports from a package. */
export function importedNames(packageName: string): Set<string> {
	const names = new Set<string>();
	for (const folder of FOLDERS)
		for (const file of filesIn(join(root, folder), /\.m?ts$/))
			for (const statement of parse(file).statements) {
				if (!ts.isImportDeclaration(statement)) continue;
				if ((statement.moduleSpecifier as ts.StringLiteral).text !== packageName) continue;
				const bindings = statement.importClause?.namedBindings;
				if (!bindings || !ts.isNamedImports(bindings)) continue;
				for (const { name, propertyName } of bindings.elements)
					names.add((propertyName ?? name).text);
			}
	return names;
}

/** Declarations by name: of several with one name, all. */
type Declarations = Map<string, ts.Statement[]>;

function declarationsIn(folder: string): Declarations {
	const declarations: Declarations = new Map();
	const add = (name: string, statement: ts.Statement) =>
		declarations.set(name, [...(declarations.get(name) ?? []), statement]);
	for (const file of filesIn(folder, /(?<!index)\.d\.ts$/))
		for (const statement of parse(file).statements) {
			if (ts.isVariableStatement(statement))
				for (const { name } of statement.declarationList.declarations)
					add(name.getText(), statement);
			else {
				const { name } = statement as ts.Statement & { name?: ts.Identifier };
				if (name && ts.isIdentifier(name)) add(name.text, statement);
			}
		}
	return declarations;
}

/** Returns the names in a declaration. */
function namesIn(node: ts.Node): string[] {
	const names: string[] = [];
	const visit = (each: ts.Node) => {
		if (ts.isIdentifier(each)) names.push(each.text);
		ts.forEachChild(each, visit);
	};
	visit(node);
	return names;
}

/** Folder with the types of a package; n8n-workflow has the same twice. */
function typesOf(modules: string, packageName: string): string {
	const dist = join(modules, packageName, 'dist');
	return readdirSync(dist).includes('esm') ? join(dist, 'esm') : dist;
}

/**
 * Returns the declarations of a package that this project uses, and those in them, as text sorted by name.
 * @param modules folder `node_modules` with the package
 */
export function usedDeclarations(modules: string, packageName: string): string {
	const declarations = declarationsIn(typesOf(modules, packageName));
	const used = new Set([...importedNames(packageName)].filter((name) => declarations.has(name)));
	let newest = [...used];
	for (let depth = 0; depth < DEPTH; depth++) {
		newest = newest
			.flatMap((name) => declarations.get(name)!.flatMap(namesIn))
			.filter((name) => declarations.has(name) && !used.has(name));
		for (const name of newest) used.add(name);
	}
	return [...used]
		.sort()
		.map((name) => {
			const texts = declarations.get(name)!.map((statement) => statement.getText());
			return `// ${packageName}: ${name}\n${texts.sort().join('\n')}\n`;
		})
		.join('\n');
}
