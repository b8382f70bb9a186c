import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../../../lib/n8n/itemRecord';

/** The call by which a model fills in a field. */
const FILLED_BY_MODEL = /\$fromAI\b/i;

/** Returns true if a language model could fill in a field: as a tool of an AI Agent, through any expression. */
export function isFilledByModel(n8n: Pick<IExecuteFunctions, 'getNode'>, name: string): boolean {
	const node = n8n.getNode();
	const value = node.parameters[name];
	const isExpression = typeof value === 'string' && value.startsWith('=');
	return isExpression && (isTool(node) || FILLED_BY_MODEL.test(value));
}
