import type { JsonObject } from '../json.mts';
import { channelDetails } from './standard/channel.mts';
import { environmentDetails } from './standard/environment.mts';
import { experienceEvent, identityMap, timeSeries } from './standard/experienceEvent.mts';
import { implementationDetails } from './standard/implementation.mts';
import {
	demographicDetails,
	individualProfile,
	record,
	workContactDetails,
} from './standard/profile.mts';
import { webDetails } from './standard/web.mts';

export type ResourceType = 'behaviors' | 'classes' | 'mixins';

export interface StandardResource {
	$id: string;
	/** Adobe's second spelling of the ID, e.g. _xdm.context.experienceevent. */
	'meta:altId': string;
	title: string;
	resourceType: ResourceType;
	/** In the form used by data: no "xdm:" prefixes, "@id" as "_id". */
	schema: JsonObject;
}

const EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';
const PROFILE = 'https://ns.adobe.com/xdm/context/profile';

/** `classes` are those that a field group extends. */
function resource(
	schema: JsonObject,
	resourceType: ResourceType,
	...classes: string[]
): StandardResource {
	const $id = String(schema.$id);
	const altId = $id.replace('https://ns.adobe.com/', '_').replaceAll('/', '.');
	const isGroup = resourceType === 'mixins';
	return {
		$id,
		'meta:altId': altId,
		title: String(schema.title),
		resourceType,
		schema: isGroup ? { ...schema, 'meta:intendedToExtend': classes } : schema,
	};
}

/**
 * Resources in the global container of Adobe's Schema Registry, as far as a web-chat event and Adobe's tutorials on
 * streaming need them.
 */
export const standardResources: StandardResource[] = [
	resource(timeSeries, 'behaviors'),
	resource(experienceEvent, 'classes'),
	resource(identityMap, 'mixins', EVENT, PROFILE),
	resource(webDetails, 'mixins', EVENT),
	resource(environmentDetails, 'mixins', EVENT),
	resource(channelDetails, 'mixins', EVENT),
	resource(implementationDetails, 'mixins', EVENT),
	resource(record, 'behaviors'),
	resource(individualProfile, 'classes'),
	resource(demographicDetails, 'mixins', PROFILE),
	resource(workContactDetails, 'mixins', PROFILE),
];
