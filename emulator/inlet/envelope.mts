import { ORG_ID } from '../account.mts';
import { asObject, asText, isObject, type JsonObject } from '../json.mts';
import type { Inlet } from '../state/inlets.mts';
import type { World } from '../world.mts';
import { HEADER_MANDATORY, messageText } from './problems.mts';

/** Returns Adobe's text for an XDM message that the inlet does not accept; undefined if it accepts it. */
export function checkEnvelope(world: World, inlet: Inlet, message: unknown): string | undefined {
	const header = asObject(message).header;
	if (!isObject(header)) return HEADER_MANDATORY;
	if (!isOwnOrg(world, header)) {
		return messageText(inlet.id, 'Message has an absent or wrong ims org in the header');
	}
	const known = hasKnownFormat(world, inlet, message as JsonObject, header);
	return known ? undefined : messageText(inlet.id, 'Message has unknown xdm format');
}

/** The tutorial fills in an absent organization; the text of the rejection says otherwise. */
function isOwnOrg(world: World, header: JsonObject): boolean {
	if (header.imsOrgId === undefined) return world.settings.absentOrg === 'filledIn';
	return header.imsOrgId === ORG_ID;
}

/** The schema must be the same in the header, in the body and in the dataset. */
function hasKnownFormat(
	world: World,
	inlet: Inlet,
	message: JsonObject,
	header: JsonObject,
): boolean {
	const body = asObject(message.body);
	const inHeader = readSchemaRef(header.schemaRef);
	const inBody = readSchemaRef(asObject(body.xdmMeta).schemaRef);
	const datasetId = asText(header.datasetId);
	if (inHeader === undefined || inHeader !== inBody || datasetId === undefined) return false;
	const dataset = world.documents.get('dataSet', inlet.sandbox, datasetId);
	return dataset !== undefined && asObject(dataset.schemaRef).id === inHeader;
}

// Adobe's pages contain `…xed-full+json;version=1`, `version=1.0` and `…xed-full-notext+json;
// version=1.0`.
const CONTENT_TYPE =
	/^application\/vnd\.adobe\.xed(-full)?(-notext)?\+json\s*;\s*version\s*=\s*1(\.\d+)?$/;

/** Returns the schema's ID; undefined if the reference is invalid. Only major version 1 of a schema exists. */
export function readSchemaRef(value: unknown): string | undefined {
	const { id, contentType } = asObject(value);
	if (typeof id !== 'string' || typeof contentType !== 'string') return undefined;
	return CONTENT_TYPE.test(contentType.trim()) ? id : undefined;
}
