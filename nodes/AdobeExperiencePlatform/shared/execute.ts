import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../../lib/chatlio/values';
import { toErrorOutput } from '../../../lib/errorOutput';
import { logFault } from '../../../lib/fault';
import { openPlatform, type Platform } from '../../../lib/platform/open';
import { PlatformRefusal, type Refusal } from '../../../lib/platform/refusal';
import { asNodeError } from '../../../lib/platform/nodeError';
import type { AllItemsContext, ItemOperation, Operation, Resource } from './operation';
import { chosenSandbox } from './parameters';

/** Where an item that was refused says why. */
const ACCOUNT = 'refusal';

/** Runs the chosen operation for every item. */
export async function executeOperation(
	n8n: IExecuteFunctions,
	resources: Resource[],
): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(n8n, resources);
	const context: AllItemsContext = {
		n8n,
		input: n8n.getInputData(),
		open: platformOpener(n8n),
		refuse: (item, cause) => refusedItem(n8n, item, cause),
	};
	return await (operation.runAll ? operation.runAll(context) : runEach(context, operation));
}

function chosenOperation(n8n: IExecuteFunctions, resources: Resource[]): Operation {
	const chosen = n8n.getNodeParameter('resource', 0) as string;
	const wanted = n8n.getNodeParameter('operation', 0) as string;
	const resource = resources.find(({ value }) => value === chosen)!;
	return resource.operations.find(({ value }) => value === wanted)!;
}

/** One after the other: what an item creates, the next one may find. */
async function runEach(
	{ n8n, input, open, refuse }: AllItemsContext,
	operation: ItemOperation,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const item of input.keys()) {
		try {
			const result = await operation.run({ n8n, item, platform: await open(item) });
			const items = [result].flat().map((json) => asItem(json, item));
			for (const each of items) output.push(each);
		} catch (cause) {
			output.push(refuse(item, cause));
		}
	}
	return output;
}

/** @throws Error for what Adobe answered, if it is no object: n8n would stop at such an item */
function asItem(json: unknown, item: number): INodeExecutionData {
	if (!isRecord(json)) throw new Error('Adobe answered with something that is no object');
	return { json: json as IDataObject, pairedItem: { item } };
}

/** One platform per sandbox and execution: a new sandbox is a new set of headers only. */
function platformOpener(n8n: IExecuteFunctions): AllItemsContext['open'] {
	const opened = new Map<string, Promise<Platform>>();
	return async (item) => {
		const sandbox = chosenSandbox(n8n.getNodeParameter('options', item, {}));
		const platform = opened.get(sandbox) ?? openPlatform(n8n, sandbox);
		opened.set(sandbox, platform);
		return await platform;
	};
}

/** The item as it came, with what was wrong; on its way to the error output where the node has one. */
function refusedItem(n8n: IExecuteFunctions, item: number, cause: unknown): INodeExecutionData {
	const node = n8n.getNode();
	logFault(n8n, cause);
	const error = asNodeError(node, cause, item);
	if (!n8n.continueOnFail()) throw error;
	const { json, binary } = n8n.getInputData()[item];
	const refused: INodeExecutionData = {
		json: { ...json, [ACCOUNT]: accountOf(error, cause) },
		pairedItem: { item },
		...(binary && { binary }),
	};
	return node.onError === 'continueErrorOutput' ? toErrorOutput(refused, error) : refused;
}

function accountOf(error: ReturnType<typeof asNodeError>, cause: unknown): IDataObject {
	// The error's own texts are made for the panel; data stays as it was said.
	const { message, description, status, code } =
		cause instanceof PlatformRefusal ? cause.refusal : told(error);
	return {
		reason: message,
		advice: description ?? '',
		...(status && { status }),
		...(code && { code }),
	};
}

const told = ({ message, description }: ReturnType<typeof asNodeError>): Partial<Refusal> => ({
	message,
	description: description ?? undefined,
});
