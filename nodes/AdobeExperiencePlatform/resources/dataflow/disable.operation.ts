import type { ItemOperation } from '../../shared/operation';
import { switchOperation } from './switch';

export const disable: ItemOperation = switchOperation({
	value: 'disable',
	name: 'Disable',
	action: 'Disable a dataflow',
	description: 'Stop a dataflow: what is sent to it is dropped, after a reply that it was accepted',
});
