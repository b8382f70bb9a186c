import type { Resource } from '../../shared/operation';
import { getMany } from './getMany.operation';

export const failedRecord: Resource = {
	value: 'failedRecord',
	name: 'Failed Record',
	operations: [getMany],
};
