import type { INodeProperties } from 'n8n-workflow';
import { fieldCount } from '../../../lib/problem/parameterValue';
import type { OperationContext } from './operation';

const RETURN_ALL: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const LIMIT: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** Used by every Get Many. */
export const returnAllAndLimit: INodeProperties[] = [RETURN_ALL, LIMIT];

/** Returns the number of results to return; Infinity for all. */
export const limitOf = ({ n8n, item }: Pick<OperationContext, 'n8n' | 'item'>): number =>
	n8n.getNodeParameter('returnAll', item, false)
		? Infinity
		: fieldCount(n8n.getNodeParameter('limit', item, 50), 'Limit', 50);

/** Creates the collection of optional filters of a Get Many. */
export const filters = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options,
});

/** For responses with more than ten fields. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const isSimplified = ({ n8n, item }: Pick<OperationContext, 'n8n' | 'item'>): boolean =>
	n8n.getNodeParameter('simplify', item, true) as boolean;
