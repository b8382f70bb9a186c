import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../../playground/paths.mts';

/** A file that may decide something: code, or a workflow. */
export interface DecidingFile {
	/** From the root of the repository. */
	path: string;
	text: string;
}

const CODE_FOLDERS = ['nodes', 'credentials', 'lib', 'playground', 'test'];

/** Installed packages, which may be anywhere in the playground. */
const isOurs = (name: string) => !name.split('/').includes('node_modules');

/** The workflows, and the code of the package, the playground and the tests. */
export function decidingFiles(): DecidingFile[] {
	const filesOf = (folder: string, extension: RegExp) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => extension.test(name) && isOurs(name))
			.map((name) => `${folder}/${name}`);
	const paths = [
		...filesOf('workflows', /\.json$/),
		...CODE_FOLDERS.flatMap((folder) => filesOf(folder, /(?<!\.d)\.m?ts$|\.mjs$/)),
	];
	return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Fields of problems, deliveries and errors that hold sentences. */
const WORDINGS = ['advice', 'description', 'message', 'reason'];

const COMPARING = [
	'endsWith',
	'exec',
	'includes',
	'indexOf',
	'match',
	'matchAll',
	'search',
	'startsWith',
	'test',
];

const EQUALITY = [
	ts.SyntaxKind.EqualsEqualsEqualsToken,
	ts.SyntaxKind.ExclamationEqualsEqualsToken,
	ts.SyntaxKind.EqualsEqualsToken,
	ts.SyntaxKind.ExclamationEqualsToken,
];

/** Returns the expressions of a file that decide by the wording of a sentence, each as it is written there. */
export function wordingDecisionsIn({ path, text }: DecidingFile): string[] {
	const found = path.endsWith('.json')
		? decisionsInWorkflow(JSON.parse(text))
		: decisionsInCode(text);
	return found.map((expression) => `${path}: ${expression.replace(/\s+/g, ' ')}`);
}

function decisionsInCode(code: string): string[] {
	const file = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (isAssertion(node)) return;
		if (isDecision(node)) found.push(node.getText());
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** A test may check a sentence: an assertion decides nothing. */
const isAssertion = (node: ts.Node): boolean =>
	ts.isCallExpression(node) &&
	ts.isIdentifier(node.expression) &&
	node.expression.text === 'expect';

function isDecision(node: ts.Node): boolean {
	if (ts.isCallExpression(node)) {
		const { expression: callee } = node;
		if (!ts.isPropertyAccessExpression(callee) || !COMPARING.includes(callee.name.text))
			return false;
		return [callee.expression, ...node.arguments].some(isWording);
	}
	if (ts.isSwitchStatement(node)) return isWording(node.expression);
	if (!ts.isBinaryExpression(node) || !EQUALITY.includes(node.operatorToken.kind)) return false;
	const sides = [node.left, node.right];
	return sides.some(isWording) && !sides.some(isEmpty);
}

/** Returns true for a sentence, whatever is done to it before it is compared. */
function isWording(node: ts.Node): boolean {
	if (ts.isIdentifier(node)) return WORDINGS.includes(node.text);
	if (ts.isPropertyAccessExpression(node)) return WORDINGS.includes(node.name.text);
	if (ts.isElementAccessExpression(node)) {
		const { argumentExpression: key } = node;
		return ts.isStringLiteral(key) && WORDINGS.includes(key.text);
	}
	if (ts.isCallExpression(node)) {
		const { expression: callee } = node;
		const receiver = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
		return [...receiver, ...node.arguments].some(isWording);
	}
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.some(({ expression }) => isWording(expression));
	}
	if (ts.isBinaryExpression(node)) return [node.left, node.right].some(isWording);
	if (
		ts.isParenthesizedExpression(node) ||
		ts.isNonNullExpression(node) ||
		ts.isAsExpression(node) ||
		ts.isAwaitExpression(node)
	) {
		return isWording(node.expression);
	}
	return false;
}

/** Returns true for what a field is compared with to find out if it has a value. */
const isEmpty = (node: ts.Node): boolean =>
	node.kind === ts.SyntaxKind.NullKeyword ||
	(ts.isIdentifier(node) && node.text === 'undefined') ||
	(ts.isStringLiteral(node) && node.text === '');

/** Returns the decisions in the expressions of a workflow, and in the conditions of its nodes. */
function decisionsInWorkflow(value: unknown): string[] {
	if (typeof value === 'string') return expressionsIn(value).flatMap(decisionsInCode);
	if (typeof value !== 'object' || value === null) return [];
	const inside = Object.values(value).flatMap(decisionsInWorkflow);
	const { leftValue, keyName } = value as { leftValue?: unknown; keyName?: unknown };
	const comparesField =
		(typeof leftValue === 'string' && expressionsIn(leftValue).some(isWordingCode)) ||
		(typeof keyName === 'string' && WORDINGS.includes(keyName));
	return comparesField ? [JSON.stringify(value), ...inside] : inside;
}

/** Returns the code in a parameter of n8n: an equal sign makes it an expression, and braces surround the code. */
const expressionsIn = (text: string): string[] =>
	text.startsWith('=')
		? [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, code]) => `(${code})`)
		: [];

function isWordingCode(code: string): boolean {
	const [statement] = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true).statements;
	return ts.isExpressionStatement(statement) && isWording(statement.expression);
}
