import { chosen, type ResourceCases } from './types';

export const record: ResourceCases = {
	validate: { parameters: { schema: chosen('https://ns.adobe.com/acme/schemas/7a1d') } },
};
