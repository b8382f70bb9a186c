import type { Resource } from '../../shared/operation';
import { create } from './create.operation';
import { getMany } from './getMany.operation';

export const fieldGroup: Resource = {
	value: 'fieldGroup',
	name: 'Field Group',
	operations: [create, getMany],
};
