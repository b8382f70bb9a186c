import type { Node, Step } from './ast.mts';
import { functions } from './functions.mts';
import { CONSTANTS, PRECEDENCE, RESERVED, UNARY, WORD_OPERATORS } from './grammar.mts';
import { NotComputable } from './notComputable.mts';
import { remember } from './remember.mts';
import { tokenize, type Token } from './tokenize.mts';

/** Source: Adobe, "Data Prep overview", calculated fields. */
export const MAX_EXPRESSION_LENGTH = 4096;

/** Nested parentheses and calls: far more than a mapping needs, but few enough not to exhaust the stack. */
const MAX_DEPTH = 60;

/**
 * Parses an expression and caches the tree for the next record. Throws NotComputable with a sentence that names the
 * position.
 */
export const parse = remember((expression): Node => {
	if (expression.length > MAX_EXPRESSION_LENGTH) {
		throw new NotComputable(
			`The expression has ${expression.length} characters; Data Prep takes ${MAX_EXPRESSION_LENGTH}`,
		);
	}
	return new Parser(tokenize(expression)).whole();
}, 1_000);

const reservedWord = (name: string) =>
	new NotComputable(`"${name}" is a reserved word: write the field as \${${name}}`);

/** The names of the mapping functions are reserved, too. Source: Adobe, "Data Prep mapping functions", section Fields. */
function checkFieldName(name: string): void {
	if (Object.hasOwn(functions, name)) throw reservedWord(name);
}

class Parser {
	readonly #tokens: Token[];
	#next = 0;
	#depth = 0;

	constructor(tokens: Token[]) {
		this.#tokens = tokens;
	}

	whole(): Node {
		const node = this.#expression();
		if (this.#token.kind !== 'end') throw this.#unexpected();
		return node;
	}

	get #token(): Token {
		return this.#tokens[this.#next];
	}

	#take(): Token {
		return this.#tokens[this.#next++];
	}

	#isMark(mark: string): boolean {
		return this.#token.kind === 'mark' && this.#token.value === mark;
	}

	#takeMark(mark: string): boolean {
		const found = this.#isMark(mark);
		if (found) this.#next++;
		return found;
	}

	#expectMark(mark: string) {
		if (!this.#takeMark(mark)) throw this.#unexpected(` where "${mark}" is needed`);
	}

	#unexpected(more = ''): NotComputable {
		const { kind, value, at } = this.#token;
		const isEnd = kind === 'end';
		const found = isEnd ? 'The expression ends' : `"${value}" at position ${at} does not fit`;
		return new NotComputable(`${found}${more}`);
	}

	/** The operator of the next token, if it is one. */
	get #operator(): string | undefined {
		const { kind, value } = this.#token;
		if (kind === 'mark') return value;
		return kind === 'name' && Object.hasOwn(WORD_OPERATORS, value)
			? WORD_OPERATORS[value]
			: undefined;
	}

	#expression(): Node {
		if (++this.#depth > MAX_DEPTH) {
			throw new NotComputable(`The expression is nested more than ${MAX_DEPTH} levels deep`);
		}
		const node = this.#binary(0);
		this.#depth--;
		return node;
	}

	#binary(level: number): Node {
		if (level === PRECEDENCE.length) return this.#unary();
		let left = this.#binary(level + 1);
		for (;;) {
			const operator = this.#operator;
			if (operator === undefined || !PRECEDENCE[level].includes(operator)) return left;
			this.#take();
			left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
		}
	}

	#unary(): Node {
		const operators: string[] = [];
		for (
			let operator = this.#operator;
			operator && UNARY.has(operator);
			operator = this.#operator
		) {
			operators.push(operator);
			this.#take();
		}
		const operand = this.#postfix();
		return operators.reduceRight<Node>(
			(node, operator) => ({ kind: 'unary', operator, operand: node }),
			operand,
		);
	}

	#postfix(): Node {
		const start = this.#primary();
		const steps: Step[] = [];
		for (let step = this.#step(); step; step = this.#step()) steps.push(step);
		if (start.kind === 'chain' && !start.start)
			return { kind: 'chain', steps: [...start.steps, ...steps] };
		return steps.length > 0 ? { kind: 'chain', start, steps } : start;
	}

	#step(): Step | undefined {
		if (this.#takeMark('.')) {
			const isName = this.#token.kind === 'name';
			const key = this.#name();
			if (isName && this.#isMark('(')) return { kind: 'method', name: key, args: this.#args() };
			if (isName) checkFieldName(key);
			return { kind: 'key', key };
		}
		if (!this.#takeMark('[')) return undefined;
		const isEach = this.#takeMark('*');
		const step: Step = isEach ? { kind: 'each' } : { kind: 'index', index: this.#expression() };
		this.#expectMark(']');
		return step;
	}

	#name(): string {
		const { kind, value } = this.#token;
		if (kind !== 'name' && kind !== 'wrapped') throw this.#unexpected(' where a name is needed');
		if (kind === 'name' && RESERVED.has(value)) throw reservedWord(value);
		this.#take();
		return value;
	}

	#primary(): Node {
		const { kind, value } = this.#token;
		if (kind === 'number') return { kind: 'literal', value: Number(this.#take().value) };
		if (kind === 'text') return { kind: 'literal', value: this.#take().value };
		if (kind === 'name' && CONSTANTS.has(value)) {
			this.#take();
			return { kind: 'literal', value: CONSTANTS.get(value)! };
		}
		if (kind === 'mark') return this.#enclosed();
		const name = this.#name();
		if (kind === 'name' && this.#isMark('(')) return { kind: 'call', name, args: this.#args() };
		if (kind === 'name') checkFieldName(name);
		return { kind: 'chain', steps: [{ kind: 'key', key: name }] };
	}

	#enclosed(): Node {
		if (this.#takeMark('(')) {
			const node = this.#expression();
			this.#expectMark(')');
			return node;
		}
		if (this.#takeMark('['))
			return { kind: 'array', items: this.#list(']', () => this.#expression()) };
		if (this.#takeMark('{'))
			return { kind: 'object', entries: this.#list('}', () => this.#entry()) };
		throw this.#unexpected();
	}

	#entry(): [Node, Node] {
		const key = this.#expression();
		this.#expectMark(':');
		return [key, this.#expression()];
	}

	#args(): Node[] {
		this.#expectMark('(');
		return this.#list(')', () => this.#expression());
	}

	#list<T>(end: string, item: () => T): T[] {
		const items: T[] = [];
		if (this.#takeMark(end)) return items;
		do items.push(item());
		while (this.#takeMark(','));
		this.#expectMark(end);
		return items;
	}
}
