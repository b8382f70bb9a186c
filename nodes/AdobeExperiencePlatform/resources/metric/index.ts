import type { Resource } from '../../shared/operation';
import { get } from './get.operation';

export const metric: Resource = { value: 'metric', name: 'Metric', operations: [get] };
