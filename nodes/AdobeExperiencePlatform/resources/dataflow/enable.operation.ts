import type { ItemOperation } from '../../shared/operation';
import { switchOperation } from './switchOperation';

export const enable: ItemOperation = switchOperation({
	value: 'enable',
	name: 'Enable',
	action: 'Enable a dataflow',
	description: 'Enable a dataflow. It is ready for records after five minutes.',
});
