import type { XdmField } from './fieldTypes';

/**
 * What Adobe has a field for. Sources: Adobe, "XDM ExperienceEvent class", "Web Details schema field group",
 * "Environment Details schema field group".
 */
export const standardFields: readonly XdmField[] = [
	{
		path: '_id',
		title: 'Identifier',
		description: 'Made from the event itself, so that sending it again counts once in Profile',
		type: 'string',
	},
	{
		path: 'timestamp',
		title: 'Timestamp',
		description: 'When a transcript ended or a chat message was sent, else when it was received',
		type: 'date-time',
	},
	{
		path: 'eventType',
		title: 'Event Type',
		description: "Which of Chatlio's events it is, e.g. chatlio.newConversation",
		type: 'string',
	},
	{
		path: 'producedBy',
		title: 'Produced By',
		description: 'The visitor (self), Chatlio itself (system) or an agent (customerRep)',
		type: 'string',
	},
	{
		path: 'identityMap',
		title: 'Identity Map',
		description: 'Who the visitor is, with exactly one primary identity',
		type: 'map',
	},
	{
		path: 'web.webPageDetails.URL',
		title: 'Page URL',
		description: 'The page the visitor was on',
		type: 'string',
		from: 'visitor.page',
		payload: { visitorEvent: 'visitor.currentPage', offlineMessage: 'visitor.currentPage' },
	},
	{
		path: 'web.webReferrer.URL',
		title: 'Referrer URL',
		description: 'The page the visitor came from',
		type: 'string',
		from: 'visitor.referrer',
		payload: { visitorEvent: 'visitor.referrerURL', offlineMessage: 'visitor.referrerURL' },
	},
	{
		path: 'environment.browserDetails.userAgent',
		title: 'User Agent',
		description: "The visitor's browser as it names itself",
		type: 'string',
		from: 'visitor.userAgent',
		payload: { visitorEvent: 'visitor.userAgent', offlineMessage: 'visitor.userAgent' },
	},
	{
		path: 'environment.ipV4',
		title: 'IPv4 Address',
		description: "The visitor's address when it is one of version 4",
		type: 'ipv4',
		from: 'visitor.ip',
		payload: { visitorEvent: 'visitor.IPAddress', offlineMessage: 'visitor.IPAddress' },
		privacy: 'ip',
	},
	{
		path: 'environment.ipV6',
		title: 'IPv6 Address',
		description: "The visitor's address when it is one of version 6",
		type: 'ipv6',
		from: 'visitor.ip',
		payload: { visitorEvent: 'visitor.IPAddress', offlineMessage: 'visitor.IPAddress' },
		privacy: 'ip',
	},
];
