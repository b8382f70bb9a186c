import type { XdmField } from './xdmField';

/**
 * Fields that Adobe defines. Sources: Adobe, "XDM ExperienceEvent class", "Web Details schema field group",
 * "Environment Details schema field group".
 */
export const standardFields: readonly XdmField[] = [
	{
		path: '_id',
		title: 'Identifier',
		description: 'Computed from the event, so that Profile counts it once even if it is sent again',
		type: 'string',
		searched: 'none',
	},
	{
		path: 'timestamp',
		title: 'Timestamp',
		description:
			'Time when the chat ended or the chat message was sent, otherwise the time of receipt',
		type: 'date-time',
		searched: 'none',
	},
	{
		path: 'eventType',
		title: 'Event Type',
		description: 'Type of the Chatlio event, e.g. chatlio.newConversation',
		type: 'string',
		searched: 'none',
	},
	{
		path: 'producedBy',
		title: 'Produced By',
		description:
			'Source of the event: the visitor (self), Chatlio (system) or an agent (customerRep)',
		type: 'string',
		searched: 'none',
	},
	{
		path: 'identityMap',
		title: 'Identity Map',
		description: "The visitor's identities, exactly one of them primary",
		type: 'identityMap',
		searched: 'none',
	},
	{
		path: 'web.webPageDetails.URL',
		title: 'Page URL',
		description: 'Page that the visitor was on',
		type: 'string',
		searched: 'url',
		from: 'visitor.page',
		payload: { visitorEvent: 'visitor.currentPage', offlineMessage: 'visitor.currentPage' },
	},
	{
		path: 'web.webReferrer.URL',
		title: 'Referrer URL',
		description: 'Page that the visitor came from',
		type: 'string',
		searched: 'url',
		from: 'visitor.referrer',
		payload: { visitorEvent: 'visitor.referrerURL', offlineMessage: 'visitor.referrerURL' },
	},
	{
		path: 'environment.browserDetails.userAgent',
		title: 'User Agent',
		description: "User agent string of the visitor's browser",
		type: 'string',
		searched: 'userAgent',
		from: 'visitor.userAgent',
		payload: { visitorEvent: 'visitor.userAgent', offlineMessage: 'visitor.userAgent' },
	},
	{
		path: 'environment.ipV4',
		title: 'IPv4 Address',
		description: "The visitor's IP address, if it is an IPv4 address",
		type: 'ipv4',
		searched: 'none',
		from: 'visitor.ip',
		payload: { visitorEvent: 'visitor.IPAddress', offlineMessage: 'visitor.IPAddress' },
		privacy: 'ip',
	},
	{
		path: 'environment.ipV6',
		title: 'IPv6 Address',
		description: "The visitor's IP address, if it is an IPv6 address",
		type: 'ipv6',
		searched: 'none',
		from: 'visitor.ip',
		payload: { visitorEvent: 'visitor.IPAddress', offlineMessage: 'visitor.IPAddress' },
		privacy: 'ip',
	},
];
