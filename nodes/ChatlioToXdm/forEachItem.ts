import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { failedItem } from '../../lib/n8n/failedItem';
import type { Problem } from '../../lib/problem/problem';
import { logProgrammingError } from '../../lib/problem/programmingError';
import { toProblem } from '../../lib/problem/toProblem';
import { stopWith } from './recordItems';

/** Returns what an item becomes; throws for an item that cannot be handled. */
export type ItemWork = (
	item: INodeExecutionData,
	index: number,
) => INodeExecutionData[] | Promise<INodeExecutionData[]>;

/**
 * Runs an operation for each input item. An item that fails becomes a failed item with its problem.
 *
 * @param hintsOf returns the hints for the output, by the number of failed items
 * @throws NodeOperationError that names all failed items, if the node has no error output
 */
export async function forEachItem(
	context: IExecuteFunctions,
	work: ItemWork,
	hintsOf: (failed: number) => NodeExecutionHint[],
): Promise<INodeExecutionData[]> {
	const problems = new Map<number, Problem>();
	const node = context.getNode();
	const output: INodeExecutionData[] = [];
	for (const [index, item] of context.getInputData().entries()) {
		try {
			for (const made of await work(item, index)) output.push(made);
		} catch (error) {
			logProgrammingError(context, error);
			const problem = toProblem(error, 'Something in this item');
			problems.set(index, problem);
			output.push(failedItem(node, item, index, problem));
		}
	}
	for (const hint of hintsOf(problems.size)) context.addExecutionHints(hint);
	if (problems.size > 0 && !context.continueOnFail()) throw stopWith(node, problems);
	return output;
}
