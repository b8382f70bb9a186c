import type { IDataObject } from 'n8n-workflow';
import type { RegistryResource } from '../../../lib/platform/services/schemaRegistry';

/** Returns the fields of a schema or field group that later steps need. */
export const simpleResource = (resource: RegistryResource): IDataObject => ({
	id: resource.$id,
	altId: resource['meta:altId'],
	title: resource.title,
	version: resource.version,
});
