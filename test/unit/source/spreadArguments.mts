import * as ts from 'typescript';

const LIMIT = /^[A-Z][A-Z_]*$|^\d+$/;

/** `list.slice(0, LIMIT)` is never longer than a limit with a name. */
function isCut(list: ts.Expression): boolean {
	if (!ts.isCallExpression(list) || !ts.isPropertyAccessExpression(list.expression)) return false;
	const [from, to] = list.arguments;
	const { name } = list.expression;
	return name.text === 'slice' && from?.getText() === '0' && LIMIT.test(to?.getText() ?? '');
}

/** Calls that turn a list into arguments, of which the stack holds some 120,000: then a RangeError is thrown. */
export function spreadArgumentsIn(name: string, text: string): string[] {
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
