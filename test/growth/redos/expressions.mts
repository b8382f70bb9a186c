import ts from 'typescript';

/** A regular expression of the source; `/text/flags` is `source` and `flags`. */
export interface Expression {
	/** File and line. */
	place: string;
	source: string;
	flags: string;
}

/** A regular expression whose text is only known when the program runs. */
export interface UnknownExpression {
	place: string;
	/** The code that builds it. */
	code: string;
}

export interface Expressions {
	known: Expression[];
	unknown: UnknownExpression[];
}

/** Methods of strings that make a regular expression of a text. */
const MAKE_ONE_OF_TEXT = ['match', 'matchAll', 'search'];

type Constants = Map<string, ts.Expression>;

/**
 * Finds the regular expressions in TypeScript: literals, and those that are built, as far as they are built of texts
 * and constants of the same file.
 * @param path names the file in what is found
 */
export function expressionsIn(path: string, text: string): Expressions {
	const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const found: Expressions = { known: [], unknown: [] };
	const constants = constantsOf(file);
	const visit = (node: ts.Node): void => {
		const parts = partsOf(node);
		if (parts) {
			const { line } = file.getLineAndCharacterOfPosition(node.getStart());
			const place = `${path}:${line + 1}`;
			const [source, flags] = parts.map((part) => textOf(part, constants));
			if (source === undefined || flags === undefined) {
				found.unknown.push({ place, code: node.getText() });
			} else found.known.push({ place, source, flags });
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** What makes up an expression: nodes, or texts that are known. */
function partsOf(node: ts.Node): Array<ts.Expression | string> | undefined {
	if (ts.isRegularExpressionLiteral(node)) {
		const end = node.text.lastIndexOf('/');
		return [node.text.slice(1, end), node.text.slice(end + 1)];
	}
	if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
	const [first = '', second = ''] = node.arguments ?? [];
	const { expression: called } = node;
	if (/^(globalThis\.)?RegExp$/.test(called.getText())) return [first, second];
	const makesOne =
		ts.isPropertyAccessExpression(called) &&
		MAKE_ONE_OF_TEXT.includes(called.name.text) &&
		typeof first !== 'string' &&
		(ts.isStringLiteralLike(first) || ts.isTemplateExpression(first));
	return makesOne ? [first, ''] : undefined;
}

/** A name that two places give a value has none. */
function constantsOf(file: ts.SourceFile): Constants {
	const constants: Constants = new Map();
	const names = new Set<string>();
	const visit = (node: ts.Node): void => {
		const named = ts.isVariableDeclaration(node) || ts.isParameter(node);
		if (named && ts.isIdentifier(node.name)) {
			const { text } = node.name;
			const isConstant =
				!names.has(text) &&
				ts.isVariableDeclaration(node) &&
				(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
			if (isConstant && node.initializer) constants.set(text, node.initializer);
			else constants.delete(text);
			names.add(text);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return constants;
}

/** The text of an expression that is made of constants only. */
function textOf(node: ts.Expression | string, constants: Constants): string | undefined {
	if (typeof node === 'string') return node;
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isParenthesizedExpression(node)) return textOf(node.expression, constants);
	if (ts.isIdentifier(node)) {
		const value = constants.get(node.text);
		return value && textOf(value, constants);
	}
	if (ts.isTemplateExpression(node)) {
		const inner = node.templateSpans.map(({ expression, literal }) => {
			const text = textOf(expression, constants);
			return text === undefined ? undefined : text + literal.text;
		});
		return inner.includes(undefined) ? undefined : node.head.text + inner.join('');
	}
	if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
		const [left, right] = [node.left, node.right].map((side) => textOf(side, constants));
		return left === undefined || right === undefined ? undefined : left + right;
	}
	return undefined;
}

/** What n8n evaluates or tests in a description: expressions in texts, and patterns that values must match. */
export function expressionsOfDescription(name: string, description: unknown): Expressions {
	const found: Expressions = { known: [], unknown: [] };
	const visit = (value: unknown, key: string, place: string): void => {
		if (value instanceof RegExp) {
			found.known.push({ place, source: value.source, flags: value.flags });
		} else if (typeof value === 'string') {
			const isWhole = place.includes('.validation.');
			if (key === 'regex') {
				const source = isWhole ? `^${value}$` : value;
				found.known.push({ place, source, flags: '' });
			}
			for (const [, code] of value.startsWith('=') ? value.matchAll(/\{\{(.*?)\}\}/gs) : []) {
				const { known, unknown } = expressionsIn(place, code);
				found.known.push(...known);
				found.unknown.push(...unknown);
			}
		} else if (typeof value === 'object' && value !== null) {
			for (const [inner, part] of Object.entries(value)) visit(part, inner, `${place}.${inner}`);
		}
	};
	visit(description, '', name);
	return found;
}
