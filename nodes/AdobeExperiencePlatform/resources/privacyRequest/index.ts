import type { Resource } from '../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const privacyRequest: Resource = {
	value: 'privacyRequest',
	name: 'Privacy Request',
	operations: [create, get, getMany],
};
