import type { Resource } from '../../shared/operation';
import { validate } from './validate.operation';

export const record: Resource = { value: 'record', name: 'Record', operations: [validate] };
