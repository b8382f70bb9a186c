import { assertHeaderText } from '../http/headerText';
import { SCHEMA_MEDIA_TYPE } from '../http/schemaMediaType';
import { findForeignCharacter } from '../problem/requestText';
import { serviceError } from '../problem/serviceError';
import type { Destination, RecordFormat } from './deliveryTypes';

/** The text before and after a record, the same for every record of a destination. */
export interface Envelope {
	prefix: string;
	suffix: string;
	/** UTF-8 bytes of both. */
	bytes: number;
}

const NO_ENVELOPE: Envelope = { prefix: '', suffix: '', bytes: 0 };

type DestinationField = 'organizationId' | 'datasetId' | 'schemaId' | 'flowId';

/**
 * Fields that each format requires. Source: Adobe, streaming ingestion API; raw data needs the dataflow, which
 * determines the mapping.
 */
const REQUIRED: Record<RecordFormat, Array<[DestinationField, string]>> = {
	xdm: [
		['organizationId', 'organization ID'],
		['datasetId', 'dataset ID'],
		['schemaId', 'schema ID'],
	],
	raw: [['flowId', 'dataflow ID']],
	message: [],
};

/** Returns the names of the fields that the destination lacks for this format; empty if it is complete. */
export function missingDestinationFields(destination: Destination, format: RecordFormat): string[] {
	return REQUIRED[format].filter(([field]) => !destination[field]).map(([, name]) => name);
}

/**
 * Builds the text around each record, once per destination. `createdAt` is left out: Adobe does not need it, and a
 * record that is sent again must be the same text. Source: Adobe, "Stream time-series data" (header, xdmMeta,
 * xdmEntity).
 */
export function buildEnvelope(
	destination: Destination,
	format: RecordFormat,
	sourceName: string,
): Envelope {
	if (format !== 'xdm') return NO_ENVELOPE;
	const schemaRef = { id: destination.schemaId, contentType: SCHEMA_MEDIA_TYPE };
	const header = {
		schemaRef,
		imsOrgId: destination.organizationId,
		datasetId: destination.datasetId,
		flowId: destination.flowId || undefined,
		source: sourceName ? { name: sourceName } : undefined,
	};
	const meta = JSON.stringify({ schemaRef });
	const prefix = `{"header":${JSON.stringify(header)},"body":{"xdmMeta":${meta},"xdmEntity":`;
	const suffix = '}}';
	return { prefix, suffix, bytes: Buffer.byteLength(prefix + suffix) };
}

/**
 * Returns the headers of every request to this destination, except the token. The sandbox is sent under both names:
 * Adobe's API description says `x-sandbox-name`, Adobe's samples send `sandbox-name`, and which one the inlet reads is
 * not documented. The dataflow is a header in every format: required for raw data, and for XDM the same value as in the
 * envelope.
 */
export function requestHeaders(destination: Destination): Record<string, string> {
	const headers: Record<string, string> = { 'Content-Type': 'application/json' };
	if (destination.flowId) headers['x-adobe-flow-id'] = destination.flowId;
	if (destination.sandbox) {
		headers['x-sandbox-name'] = destination.sandbox;
		headers['sandbox-name'] = destination.sandbox;
	}
	if (destination.authenticated && destination.organizationId) {
		headers['x-gw-ims-org-id'] = destination.organizationId;
	}
	return headers;
}

/**
 * Checks the texts of a destination that become part of every request.
 * @throws ServiceError if one would be changed on the way
 */
export function assertSendable(destination: Destination): void {
	const found = findForeignCharacter(destination.inletUrl, 'url');
	if (found) throw serviceError('request.invalidCharacter', { part: 'The inlet URL', ...found });
	assertHeaderText(requestHeaders(destination));
}
