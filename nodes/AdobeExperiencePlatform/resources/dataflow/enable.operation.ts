import type { ItemOperation } from '../../shared/operation';
import { switchOperation } from './switch';

export const enable: ItemOperation = switchOperation({
	value: 'enable',
	name: 'Enable',
	action: 'Enable a dataflow',
	description: 'Let a dataflow take records again, which needs five minutes',
});
