import type { CustomField } from '../xdm/fields/customFields';
import type { DataflowNames } from './setUpSettings';

/**
 * Returns what to know about a mapping set before it is created, for a preview.
 * @param maps destinations that are maps
 */
export const mappingNote = (
	maps: readonly string[],
	customFields: readonly CustomField[],
	{ event }: Pick<DataflowNames, 'event'>,
): string =>
	[
		...(maps.length > 0 ? [onMaps(maps)] : []),
		...(event && customFields.length > 0 ? [NEVER_FILLED] : []),
	].join(' ');

/**
 * Sources: Adobe, "Handling data formats with Data Prep" (maps are not supported) and "Data Prep mapping functions"
 * (functions that return maps).
 */
const onMaps = (maps: readonly string[]) =>
	`Adobe's documents disagree on whether Data Prep can fill a map. If it cannot, this field stays empty and each record has a warning: ${maps.join(', ')}. Records that n8n maps to XDM do not depend on it.`;

const NEVER_FILLED =
	'Chatlio posts no custom fields, so these stay empty, unless something between Chatlio and Adobe adds them to the payload as an object named custom.';
