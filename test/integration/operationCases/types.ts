import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { SeenRequest } from '../../harness/stubServer.mts';

/** How an operation is brought to ask Adobe, so that the answer can be a refusal. */
export interface OperationCase {
	/** Besides resource and operation. */
	parameters: INodeParameters;
	/** Of the input items; default empty. */
	json?: IDataObject;
	/** Body of the answer to a request that is granted; undefined has it refused. Default: all are refused. */
	grant?: (request: SeenRequest) => object | undefined;
	/** Statuses that are no refusal to this operation, e.g. 404 where what is missing is made. */
	settled?: number[];
}

/** By the values of a resource's operations. */
export type ResourceCases = Record<string, OperationCase>;

/** A chosen entry of a resource locator. */
export const chosen = (value: string) => ({ __rl: true, mode: 'id', value });
