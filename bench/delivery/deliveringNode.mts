import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** Values for the envelope of an XDM record; this benchmark never looks them up. */
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const DATASET_ID = '5c8c3c555033b814b69f947f';
const ORGANIZATION_ID = '9C1D3A5E7F0B2468@AdobeOrg';

/** Adobe Platform Streaming as a user adds it, sending to an inlet without authentication. */
export const deliveringNode = (url: string, errorOutput = false) => ({
	name: 'Deliver',
	type: 'n8n-nodes-chatlio-aep.adobePlatformStreaming',
	typeVersion: 1,
	...(errorOutput && { onError: 'continueErrorOutput' as const }),
	parameters: {
		sendTo: 'endpoint',
		endpointUrl: url,
		recordFormat: 'xdm',
		datasetId: DATASET_ID,
		schemaId: SCHEMA_ID,
		organizationId: ORGANIZATION_ID,
	} satisfies INodeParameters,
});

const schemaRef = {
	id: SCHEMA_ID,
	contentType: 'application/vnd.adobe.xed-full+json;version=1',
};

/** Text around each record, as Adobe documents it and both sides send it. */
export const ENVELOPE = {
	before: `{"header":${JSON.stringify({ schemaRef, imsOrgId: ORGANIZATION_ID, datasetId: DATASET_ID, source: { name: 'n8n' } } satisfies IDataObject)},"body":{"xdmMeta":${JSON.stringify({ schemaRef })},"xdmEntity":`,
	after: '}}',
};

/** Largest request, in bytes and in messages. Source: Adobe, "Send multiple messages in a single HTTP request". */
export const REQUEST = { bytes: 1_000_000, messages: 1_000 };
