import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { ExecutionClock } from '../../../lib/n8n/executionClock';
import type { Problem } from '../../../lib/problem/problem';
import type { Platform } from '../../../lib/platform/transport/connectPlatform';

export interface OperationContext {
	n8n: IExecuteFunctions;
	/** Index of the input item. */
	item: number;
	/** Adobe's platform in the sandbox chosen for the item. */
	platform: Platform;
	clock: ExecutionClock;
}

/** Context of an operation that processes all items at once. */
export interface AllItemsContext {
	n8n: IExecuteFunctions;
	input: INodeExecutionData[];
	/** Returns Adobe's platform in the sandbox chosen for the item; connects once per sandbox. */
	connect(item: number): Promise<Platform>;
	/**
	 * Creates a failed item for a thrown error.
	 * @throws n8n's error if the node is set to stop
	 */
	fail(item: number, cause: unknown): INodeExecutionData;
}

interface OperationDescription {
	/** Unique in its resource, e.g. `getMany`. */
	value: string;
	/** Title Case, e.g. `Get Many`. */
	name: string;
	/** Sentence case with its resource, e.g. `Get many dataflows`. */
	action: string;
	/** Sentence case, without a period at the end. */
	description: string;
	/** Without resource and operation in their display options, which are added later. */
	properties: INodeProperties[];
	/** Members of the collection Options besides Sandbox. */
	options?: INodeProperties[];
	/** True if no sandbox can be chosen, because the response is the same in all. */
	withoutSandbox?: boolean;
	/** True if a dataflow may have another state or mapping afterward. */
	changesDataflows?: boolean;
}

/** One of several results of an item that failed, with a problem of its own. */
export class FailedResult {
	constructor(
		readonly json: object,
		readonly problem: Problem,
	) {}
}

/** Operation that runs once per input item; its result is linked to the item. */
export interface ItemOperation extends OperationDescription {
	/**
	 * Returns one or several JSON objects; each FailedResult among them leaves through the error output.
	 * @throws ServiceError
	 */
	run(context: OperationContext): Promise<object | object[]>;
	/** True if its results are records: unlike rows of a table, they get no keys that they do not have. */
	returnsRecords?: boolean;
	runAll?: undefined;
}

/** Operation that runs once with all items and links its output to them itself. */
export interface AllItemsOperation extends OperationDescription {
	runAll(context: AllItemsContext): Promise<INodeExecutionData[]>;
	run?: undefined;
}

export type Operation = ItemOperation | AllItemsOperation;

export interface Resource {
	value: string;
	/** Title Case, singular. */
	name: string;
	/** Sorted by name. */
	operations: Operation[];
}
