import type { JsonObject } from '../../json.mts';
import { array, object, string } from './fields.mts';

const uris = (title: string): JsonObject => array(title, { type: 'string', format: 'uri' });

/** Source: XDM, fieldgroups/experience-event/experienceevent-channel; the channel data type requires its "_id". */
export const channelDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/experienceevent-channel',
	title: 'Channel Details',
	type: 'object',
	definitions: {
		'experienceevent-channel': {
			properties: {
				channel: object(
					'Channel',
					{
						_id: string('Channel ID', { format: 'uri-reference' }),
						_type: string('Channel type', { format: 'uri' }),
						typeAtSource: string('Channel type at source'),
						mode: string('Mode', { enum: ['push', 'pull', 'bidirectional'] }),
						mediaType: string('Media type'),
						mediaAction: string('Media action'),
						contentTypes: uris('Content types'),
						metricTypes: uris('Metric types'),
						locationTypes: uris('Location types'),
					},
					{ required: ['_id'] },
				),
			},
		},
	},
	allOf: [{ $ref: '#/definitions/experienceevent-channel' }],
};
