import { chosen, type ResourceCases } from './types';

const dataflowId = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const parameters = { dataflow: chosen(dataflowId) };

/** The dataflow can be read, so that the change itself is rejected. */
const grant = ({ method }: { method: string }) =>
	method === 'GET'
		? {
				items: [
					{
						id: dataflowId,
						state: 'draft',
						etag: '"1"',
						transformations: [{ name: 'Mapping', params: { mappingId: 'm1' } }],
					},
				],
			}
		: undefined;

export const dataflow: ResourceCases = {
	delete: { parameters },
	disable: { parameters, grant },
	enable: { parameters, grant },
	get: { parameters },
	getMany: { parameters: {} },
	getStreamingEndpoint: { parameters },
	updateMapping: { parameters: { ...parameters, mappingSetId: 'm2' }, grant },
};

export const dataflowRun: ResourceCases = {
	getMany: { parameters },
};
