import { chosen, type ResourceCases } from './types';

const mappings = '[{ "sourceType": "ATTRIBUTE", "source": "a", "destination": "_id" }]';
const draft = { schema: chosen('https://ns.adobe.com/acme/schemas/1'), mappings };

export const mappingSet: ResourceCases = {
	create: { parameters: draft },
	get: { parameters: { mappingSetId: 'm1' } },
	preview: { parameters: { mappingsFrom: 'json', ...draft } },
	validate: { parameters: { mappingsFrom: 'json', ...draft } },
};
