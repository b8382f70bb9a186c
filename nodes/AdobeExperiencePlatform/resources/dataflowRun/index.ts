import type { Resource } from '../../shared/operation';
import { getMany } from './getMany.operation';

export const dataflowRun: Resource = {
	value: 'dataflowRun',
	name: 'Dataflow Run',
	operations: [getMany],
};
