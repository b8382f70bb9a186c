import type { IDataObject } from 'n8n-workflow';
import type { RegistryResource } from '../../../lib/platform/schemaRegistry';

/** What is needed of a schema or field group to go on with it. */
export const simpleResource = (resource: RegistryResource): IDataObject => ({
	id: resource.$id,
	altId: resource['meta:altId'],
	title: resource.title,
	version: resource.version,
});
