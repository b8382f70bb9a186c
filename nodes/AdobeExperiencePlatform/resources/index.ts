import type { Resource } from '../shared/operation';
import { sandbox } from './sandbox';

/** By name. */
export const resources: Resource[] = [sandbox];
