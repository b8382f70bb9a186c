import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { ProblemCode } from '../../../lib/problem/problemCodes';
import type { SeenRequest } from '../../harness/stubServer.mts';

/** What makes an operation ask Adobe, so that Adobe can reject the request. */
export interface OperationCase {
	/** Besides resource and operation. */
	parameters: INodeParameters;
	/** Of the input items; default empty. */
	json?: IDataObject;
	/** Body of the response to a request that succeeds; undefined rejects it. Default: all are rejected. */
	grant?: (request: SeenRequest) => object | undefined;
	/** Codes of the operation's own in place of the general ones. */
	codes?: Partial<Record<ProblemCode, ProblemCode>>;
	/** Statuses that this operation does not fail with, e.g. 404 where it creates what is missing. */
	settled?: number[];
}

/** By the values of a resource's operations. */
export type ResourceCases = Record<string, OperationCase>;

/** A chosen entry of a resource locator. */
export const chosen = (value: string) => ({ __rl: true, mode: 'id', value });
