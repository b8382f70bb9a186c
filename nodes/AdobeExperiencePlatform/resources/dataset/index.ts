import type { Resource } from '../../shared/operation';
import { create } from './create.operation';
import { deleteOne } from './delete.operation';
import { get } from './get.operation';
import { getBatches } from './getBatches.operation';
import { getMany } from './getMany.operation';
import { reconcile } from './reconcile.operation';

export const dataset: Resource = {
	value: 'dataset',
	name: 'Dataset',
	operations: [create, deleteOne, get, getBatches, getMany, reconcile],
};
