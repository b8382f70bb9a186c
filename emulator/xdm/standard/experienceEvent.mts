import type { JsonObject } from '../../json.mts';
import { array, boolean, object, string } from './fields.mts';

/** The behavior of every event schema. Source: XDM, behaviors/time-series; "_id" and "timestamp" are required. */
export const timeSeries: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/data/time-series',
	title: 'Time-series Schema',
	type: 'object',
	definitions: {
		'time-series': {
			properties: {
				_id: string('Identifier', { format: 'uri-reference' }),
				timestamp: string('Timestamp', { format: 'date-time' }),
			},
		},
	},
	allOf: [{ $ref: '#/definitions/time-series' }],
	required: ['_id', 'timestamp'],
};

/** Maps namespace codes to identities. Source: XDM, fieldgroups/shared/identitymap. */
export const identityMap: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/identitymap',
	title: 'IdentityMap',
	type: 'object',
	definitions: {
		identitymap: {
			properties: {
				identityMap: {
					title: 'Identity map',
					type: 'object',
					'meta:xdmType': 'map',
					additionalProperties: array(
						'Identities',
						object('Identity', {
							id: string('Identifier'),
							authenticatedState: string('Authenticated state', {
								enum: ['ambiguous', 'authenticated', 'loggedOut'],
							}),
							primary: boolean('Primary'),
						}),
					),
				},
			},
		},
	},
	allOf: [{ $ref: '#/definitions/identitymap' }],
};

/** Source: XDM, classes/experienceevent. "eventType" and "producedBy" are open lists: any text is accepted. */
export const experienceEvent: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/experienceevent',
	title: 'XDM ExperienceEvent',
	type: 'object',
	definitions: {
		experienceevent: {
			properties: {
				eventType: string('Event Type'),
				eventMergeId: string('ExperienceEvent merge ID'),
				producedBy: string('Produced By', {
					'meta:enum': {
						self: 'Self',
						system: 'System',
						salesRef: 'Sales Representative',
						customerRep: 'Customer Representative',
					},
					default: 'self',
				}),
			},
		},
	},
	allOf: [
		{ $ref: 'https://ns.adobe.com/xdm/data/time-series' },
		{ $ref: 'https://ns.adobe.com/xdm/context/identitymap' },
		{ $ref: '#/definitions/experienceevent' },
	],
};
