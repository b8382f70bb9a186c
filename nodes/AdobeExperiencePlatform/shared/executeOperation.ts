import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../../lib/http/isRecord';
import { executionClock } from '../../../lib/n8n/executionClock';
import { failedItem } from '../../../lib/n8n/failedItem';
import { toNodeError } from '../../../lib/n8n/nodeError';
import { knownDataflows } from '../../../lib/platform/services/dataflowCache';
import { connectPlatform, type Platform } from '../../../lib/platform/transport/connectPlatform';
import { alignKeys } from '../../../lib/n8n/alignKeys';
import { logProgrammingError } from '../../../lib/problem/programmingError';
import { serviceError } from '../../../lib/problem/serviceError';
import { toProblem } from '../../../lib/problem/toProblem';
import {
	FailedResult,
	type AllItemsContext,
	type ItemOperation,
	type Operation,
	type Resource,
} from './operation';
import { chosenSandbox } from '../../../lib/n8n/chosenSandbox';
import { isSimplified } from './common.properties';

/** Runs the chosen operation for every item. */
export async function executeOperation(
	n8n: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[]> {
	const context: AllItemsContext = {
		n8n,
		input: n8n.getInputData(),
		connect: platformConnector(n8n),
		fail: (item, cause) => fail(n8n, item, cause),
	};
	const operation = chosenOperation(n8n, resources);
	if (operation) {
		try {
			return await (operation.runAll ? operation.runAll(context) : runEach(context, operation));
		} finally {
			// Adobe answers 200 for a dataflow that is disabled or gone, and drops the record.
			if (operation.changesDataflows) knownDataflows.expireAll();
		}
	}
	// n8n would hand the input on as a success if this were thrown once for all items.
	const values = {
		label: 'Operation',
		value: 'an operation that this version of the node does not have',
		advice: 'Choose a resource and an operation from the lists.',
	};
	const cause = serviceError('setting.invalid', values, { field: 'Operation' });
	return [...context.input.keys()].map((item) => context.fail(item, cause));
}

function chosenOperation(n8n: IExecuteFunctions, resources: Resource[]): Operation | undefined {
	const resourceName = n8n.getNodeParameter('resource', 0) as string;
	const operationName = n8n.getNodeParameter('operation', 0) as string;
	const resource = resources.find(({ value }) => value === resourceName);
	return resource?.operations.find(({ value }) => value === operationName);
}

/** Items are processed one after the other, so that an item can use what an earlier one created. */
async function runEach(
	{ n8n, input, connect, fail }: AllItemsContext,
	operation: ItemOperation,
): Promise<INodeExecutionData[]> {
	const clock = executionClock(n8n);
	const output: INodeExecutionData[] = [];
	const rows: INodeExecutionData[] = [];
	for (const item of input.keys()) {
		try {
			const result = await operation.run({ n8n, item, platform: await connect(item), clock });
			const isTable = !operation.returnsRecords && isSimplified({ n8n, item });
			for (const each of [result].flat().map((json) => asItem(n8n, json, item))) {
				output.push(each);
				// Failed results are a table of their own if there is an error output.
				if (isTable && !each.error) rows.push(each);
			}
		} catch (cause) {
			output.push(fail(item, cause));
		}
	}
	alignKeys(rows);
	return output;
}

/**
 * Creates an output item.
 * @throws ServiceError if Adobe's response is not an object: n8n would stop at such an item
 */
function asItem(n8n: IExecuteFunctions, json: unknown, item: number): INodeExecutionData {
	if (json instanceof FailedResult) {
		// Without the fields of the input item: on an error output, n8n adds them.
		const result = { json: { ...json.json } };
		return failedItem(n8n.getNode(), result, item, json.problem);
	}
	if (!isRecord(json)) throw serviceError('unexpected.value', { what: 'Adobe’s response' });
	return { json: json as IDataObject, pairedItem: { item } };
}

/**
 * Milliseconds for which an operation keeps asking while Adobe gives no definite answer. Adobe's gateway recovers within
 * seconds and asks for at least three attempts; who needs longer sets Retry On Fail in the node's own settings.
 */
const RETRY_BUDGET_MS = 60_000;

/** Connects once per sandbox and execution; another sandbox only changes the headers. */
function platformConnector(n8n: IExecuteFunctions): AllItemsContext['connect'] {
	const platforms = new Map<string, Promise<Platform>>();
	const clock = executionClock(n8n);
	const patience = { budgetMs: RETRY_BUDGET_MS, clock, outages: new Map() };
	return async (item) => {
		const sandbox = chosenSandbox(n8n.getNodeParameter('options', item, {}));
		const platform = platforms.get(sandbox) ?? connectPlatform(n8n, sandbox, patience);
		platforms.set(sandbox, platform);
		return await platform;
	};
}

/**
 * Creates a failed item.
 * @throws n8n's error if the node is set to stop
 */
function fail(n8n: IExecuteFunctions, item: number, cause: unknown): INodeExecutionData {
	logProgrammingError(n8n, cause);
	const problem = toProblem(cause);
	if (!n8n.continueOnFail()) throw toNodeError(n8n.getNode(), problem, item);
	return failedItem(n8n.getNode(), n8n.getInputData()[item], item, problem);
}
