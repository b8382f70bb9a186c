import type { ItemOperation } from '../../shared/operation';
import { switchOperation } from './switchOperation';

export const disable: ItemOperation = switchOperation({
	value: 'disable',
	name: 'Disable',
	action: 'Disable a dataflow',
	description: 'Disable a dataflow. Adobe then drops the records sent to it, after accepting them.',
});
