import type { JsonObject } from '../../json.mts';
import { object, string } from './fields.mts';

/** Source: XDM, fieldgroups/experience-event/experienceevent-implementation-details and its data type. */
export const implementationDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/experienceevent-implementation-details',
	title: 'Implementation Details',
	type: 'object',
	definitions: {
		'experienceevent-implementation-details': {
			properties: {
				implementationDetails: object('Implementation details', {
					name: string('Name', { format: 'uri' }),
					version: string('Version'),
					environment: string('Environment', { enum: ['browser', 'app', 'server', 'iot'] }),
				}),
			},
		},
	},
	allOf: [{ $ref: '#/definitions/experienceevent-implementation-details' }],
};
