import type { Resource } from '../../shared/operation';
import { create } from './create.operation';
import { getMany } from './getMany.operation';

export const identityNamespace: Resource = {
	value: 'identityNamespace',
	name: 'Identity Namespace',
	operations: [create, getMany],
};
