import { sandbox } from './sandbox';
import type { ResourceCases } from './types';

/** By the values of the resources. */
export const operationCases: Record<string, ResourceCases> = {
	sandbox,
};
