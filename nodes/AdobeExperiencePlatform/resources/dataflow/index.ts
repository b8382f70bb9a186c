import type { Resource } from '../../shared/operation';
import { deleteDataflow } from './delete.operation';
import { disable } from './disable.operation';
import { enable } from './enable.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { getStreamingEndpoint } from './getStreamingEndpoint.operation';
import { updateMapping } from './updateMapping.operation';

export const dataflow: Resource = {
	value: 'dataflow',
	name: 'Dataflow',
	operations: [deleteDataflow, disable, enable, get, getMany, getStreamingEndpoint, updateMapping],
};
