import type { IDataObject, INodeParameters } from 'n8n-workflow';

/** What an XDM record's envelope says; nobody looks it up here. */
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const DATASET_ID = '5c8c3c555033b814b69f947f';
const ORGANIZATION_ID = '9C1D3A5E7F0B2468@AdobeOrg';

/** Adobe Platform Streaming as a person puts it on the canvas, sending to an inlet that is open. */
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

/** The text around each record, as Adobe documents it and both sides send it. */
export const ENVELOPE = {
	before: `{"header":${JSON.stringify({ schemaRef, imsOrgId: ORGANIZATION_ID, datasetId: DATASET_ID, source: { name: 'n8n' } } satisfies IDataObject)},"body":{"xdmMeta":${JSON.stringify({ schemaRef })},"xdmEntity":`,
	after: '}}',
};

/** The most bytes of one request, and the most messages. Source: Adobe, "Send multiple messages in a single HTTP request". */
export const REQUEST = { bytes: 1_000_000, messages: 1_000 };
