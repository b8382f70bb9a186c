import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Platform } from '../../../lib/platform/open';

export interface OperationContext {
	n8n: IExecuteFunctions;
	/** Index of the input item. */
	item: number;
	/** Adobe's platform in the sandbox chosen for the item. */
	platform: Platform;
}

/** What an operation gets that treats all items at once. */
export interface AllItemsContext {
	n8n: IExecuteFunctions;
	input: INodeExecutionData[];
	/** Adobe's platform in the sandbox chosen for the item; opened once per sandbox. */
	open(item: number): Promise<Platform>;
	/**
	 * An item that was refused: the error it leaves with on the error output, or beside the others.
	 * @throws it when the node is set to stop
	 */
	refuse(item: number, cause: unknown): INodeExecutionData;
}

interface OperationDescription {
	/** Unique in its resource, e.g. `getMany`. */
	value: string;
	/** Title Case, e.g. `Get Many`. */
	name: string;
	/** Sentence case with its resource, e.g. `Get many dataflows`. */
	action: string;
	/** Sentence case, without a period at its end. */
	description: string;
	/** Without resource and operation in their display options: they are added. */
	properties: INodeProperties[];
	/** Members of the collection Options besides Sandbox. */
	options?: INodeProperties[];
	/** Whether no sandbox can be chosen, because the answer is the same in all. */
	withoutSandbox?: boolean;
}

/** Runs once per input item; what it returns is linked to the item. */
export interface ItemOperation extends OperationDescription {
	/** One or several objects of JSON. @throws PlatformRefusal, or NodeOperationError for what the user set */
	run(context: OperationContext): Promise<object | object[]>;
	runAll?: undefined;
}

/** Runs once with all items, and links its output to them itself. */
export interface AllItemsOperation extends OperationDescription {
	runAll(context: AllItemsContext): Promise<INodeExecutionData[]>;
	run?: undefined;
}

export type Operation = ItemOperation | AllItemsOperation;

export interface Resource {
	value: string;
	/** Title Case, singular. */
	name: string;
	/** By name. */
	operations: Operation[];
}
