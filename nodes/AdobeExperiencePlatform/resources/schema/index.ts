import type { Resource } from '../../shared/operation';
import { createFromFields } from './createFromFields.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { getSampleRecord } from './getSampleRecord.operation';

export const schema: Resource = {
	value: 'schema',
	name: 'Schema',
	operations: [createFromFields, get, getMany, getSampleRecord],
};
