import type { Resource } from '../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { preview } from './preview.operation';
import { validate } from './validate.operation';

export const mappingSet: Resource = {
	value: 'mappingSet',
	name: 'Mapping Set',
	operations: [create, get, preview, validate],
};
