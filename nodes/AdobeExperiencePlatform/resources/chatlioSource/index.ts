import type { Resource } from '../../shared/operation';
import { preview } from './preview.operation';
import { remove } from './remove.operation';
import { setUp } from './setUp.operation';

export const chatlioSource: Resource = {
	value: 'chatlioSource',
	name: 'Chatlio Source',
	operations: [preview, remove, setUp],
};
