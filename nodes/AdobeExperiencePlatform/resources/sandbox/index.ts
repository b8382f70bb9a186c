import type { Resource } from '../../shared/operation';
import { getMany } from './getMany.operation';

export const sandbox: Resource = { value: 'sandbox', name: 'Sandbox', operations: [getMany] };
