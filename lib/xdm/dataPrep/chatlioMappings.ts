import { EVENT_IDENTITY } from '../../chatlio/eventId';
import { CHATLIO_EVENTS } from '../../chatlio/events';
import type { ChatlioEventKind } from '../../chatlio/chatlioEvent';
import { customMappings } from './customMappings';
import {
	choice,
	count,
	eventId,
	firstOf,
	identityEntries,
	known,
	knownAddress,
	parsedObject,
	time,
	wholeNumber,
	type Candidate,
} from './expressions';
import { attribute, expression, fixed, type DataPrepMapping } from './mappingRows';
import type { CustomField } from '../fields/customFields';
import { CHATLIO_FIELDS, CHATLIO_KEY, FIELD_TABLE } from '../fields/fieldTable';
import {
	isSourceField,
	type FieldTable,
	type PayloadShape,
	type SourceType,
	type XdmField,
} from '../fields/xdmField';
import { BLOCKED_IDENTITIES, IDENTITY_CHARACTERS } from '../fields/recordLimits';
import { DEFAULT_OPTIONS } from '../mappingOptions';
import { requireTenantKey } from '../fields/tenantKey';

export type { DataPrepMapping } from './mappingRows';

/** Codes of the identity namespaces; empty for no such identity. */
export interface MappingNamespaces {
	visitorNamespace: string;
	userNamespace: string;
}

/** Path ending of a number of elements, among the parts of an event's ID. */
const LENGTH = '.length';

/** Traits of the trigger's item as texts. */
const TRAIT_TEXTS = 'visitor.traitTexts';

type Rows = DataPrepMapping[];

/** Returns the rows of a field; none if the source does not have it. */
type RowsOf = (field: XdmField, destination: string) => Rows;

/**
 * Returns the mapping set for the trigger's item, which contains the event's name, ID and times. It keeps the values that
 * the mapper keeps by default, with the entire transcript.
 *
 * @param custom fields that the user declared, filled from the item's `custom`
 * @throws ServiceError if it is not a tenant ID
 */
export function triggerItemMappings(
	tenantId: string,
	namespaces: MappingNamespaces = DEFAULT_OPTIONS,
	table: FieldTable = FIELD_TABLE,
	custom: readonly CustomField[] = [],
): DataPrepMapping[] {
	const key = requireTenantKey(tenantId);
	const each = (name: 'eventType' | 'producedBy') =>
		choice(
			'event',
			CHATLIO_EVENTS.map((event) => [event.kind, event[name]] as const),
		);
	// The item's times have a single form, which sorts as text in the order of time.
	const ended = 'coalesce(transcript.endedAt,last(transcript.messages[*].sentAt),receivedAt)';
	return [
		attribute('eventId', '_id'),
		expression(`min(${ended},receivedAt)`, 'timestamp'),
		expression(each('eventType'), 'eventType'),
		expression(each('producedBy'), 'producedBy'),
		...identities(namespaces, {
			visitorId: 'visitor.id',
			email: 'visitor.email',
			userId: 'visitor.userId',
		}),
		...fieldRows(key, table, fromItem),
		...customMappings(key, custom),
	];
}

const SHAPES: Partial<Record<ChatlioEventKind, PayloadShape>> = {
	chatTranscript: 'transcript',
	offlineMessage: 'offlineMessage',
};

const EMAIL_FIELD = CHATLIO_FIELDS.find(({ path }) => path === 'visitor.email')!;

/**
 * Returns the mapping set of one event for Chatlio's own payload, for dataflows that Chatlio posts to directly. Each event
 * needs its own set, because the payload does not name the event. It keeps the values that the mapper keeps by default,
 * with the entire transcript.
 *
 * @param custom fields that the user declared, filled from an object `custom` that something has to add to the payload
 * @throws ServiceError if it is not a tenant ID
 */
export function chatlioPayloadMappings(
	tenantId: string,
	kind: ChatlioEventKind,
	namespaces: MappingNamespaces = DEFAULT_OPTIONS,
	table: FieldTable = FIELD_TABLE,
	custom: readonly CustomField[] = [],
): DataPrepMapping[] {
	const shape = SHAPES[kind] ?? 'visitorEvent';
	const { eventType, producedBy } = CHATLIO_EVENTS.find((event) => event.kind === kind)!;
	const key = requireTenantKey(tenantId);
	const ended = `coalesce(${time('endedAt')},${time('last(messages[*].sentAt)')},now())`;
	return [
		expression(idOf(kind), '_id'),
		expression(shape === 'transcript' ? `min(${ended},now())` : 'now()', 'timestamp'),
		fixed(eventType, 'eventType'),
		fixed(producedBy, 'producedBy'),
		...identities(namespaces, {
			visitorId: 'visitor.UUID',
			email: knownText(pathsOf(EMAIL_FIELD, shape)),
			userId: 'visitor.identUserId',
		}),
		expression('now()', `${key}.${CHATLIO_KEY}.receivedAt`),
		...fieldRows(key, table, fromPayload(shape)),
		...customMappings(key, custom),
	];
}

const idOf = (kind: ChatlioEventKind): string => {
	const { needed, parts } = EVENT_IDENTITY[kind];
	return eventId(kind, {
		needed: needed.map(idPart),
		groups: parts.map(({ paths, unless }) => ({
			parts: paths.map(idPart),
			unless: unless.map(idPart),
		})),
		otherwise: (kind === 'chatTranscript' ? TRANSCRIPT_TEXTS : VISITOR_EVENT_TEXTS).map(idPart),
	});
};

const idPart = (path: string): string =>
	path.endsWith(LENGTH)
		? `concat("",${count(path.slice(0, -LENGTH.length), '""')})`
		: `coalesce(${path},"")`;

/**
 * Every text of a visitor event that Chatlio documents or sends: they distinguish events without their identifying parts.
 * Traits do not count, because they may be an object, which no function is documented to write.
 */
const VISITOR_EVENT_TEXTS = [
	'message',
	'subject',
	'name',
	'email',
	'emailPretty',
	'channelId',
	'slackChannelId',
	'slackChannelName',
	'visitor.name',
	'visitor.email',
	'visitor.identUserId',
	'visitor.userAgent',
	'visitor.handle',
	'visitor.currentPage',
	'visitor.referrerURL',
	'visitor.createdAt',
	'visitor.IPAddress',
	'visitor.location',
];

/** The same for a transcript; of its messages, the first and the last. */
const TRANSCRIPT_TEXTS = [
	'endedAt',
	'messages.length',
	...['first', 'last'].flatMap((which) =>
		['ts', 'username', 'text'].map((name) => `${which}(messages[*].${name})`),
	),
	'startedAt',
	'textBody',
	'htmlBody',
	'visitorName',
	'visitorEmail',
	'replyToEmail',
	'agentName',
	'agentEmail',
	'channelId',
	'channelName',
	'slackTeamID',
	'archiveUrl',
];

function identities(
	{ visitorNamespace, userNamespace }: MappingNamespaces,
	ids: Record<'visitorId' | 'email' | 'userId', string>,
): Rows {
	const candidates: Candidate[] = [
		{ namespace: visitorNamespace, id: ids.visitorId },
		{ namespace: 'Email', id: ids.email, isEmail: true as const },
		{ namespace: userNamespace, id: ids.userId },
	].filter(({ namespace }) => namespace !== '');
	const limits = { characters: IDENTITY_CHARACTERS, blocked: [...BLOCKED_IDENTITIES] };
	return candidates.map((candidate, at) =>
		expression(
			identityEntries(candidate, candidates.slice(0, at), limits),
			`identityMap.${candidate.namespace}`,
		),
	);
}

/**
 * Returns false for fields that only the mapper can fill: hashes, the IP address (omitted by default) and chat
 * messages.
 */
function isMapped({ privacy, hashed, path }: XdmField): boolean {
	return privacy !== 'ip' && !hashed && !path.startsWith('chatMessage.');
}

/** Returns the destinations that are maps, whose support Adobe's documents disagree about. */
export function mapDestinations(tenantId: string, table: FieldTable = FIELD_TABLE): string[] {
	const key = requireTenantKey(tenantId);
	return table.chatlio
		.filter(({ type }) => type === 'traits')
		.map(({ path }) => `${key}.${CHATLIO_KEY}.${path}`);
}

function fieldRows(key: string, { standard, chatlio }: FieldTable, rowsOf: RowsOf): Rows {
	return [
		...standard.filter(isMapped).flatMap((field) => rowsOf(field, field.path)),
		...chatlio
			.filter(isMapped)
			.flatMap((field) => rowsOf(field, `${key}.${CHATLIO_KEY}.${field.path}`)),
	];
}

const fromItem: RowsOf = (field, destination) => {
	if (!isSourceField(field) || field.from === undefined) return [];
	const { from } = field;
	if (field.type !== 'messageList') return ITEM_ROWS[field.type](from, destination);
	return field.fields
		.filter(isMapped)
		.flatMap((inner) =>
			fromItem(
				{ ...inner, from: inner.from && `${from}[*].${inner.from}` },
				`${destination}[*].${inner.path}`,
			),
		);
};

const copied = (from: string, destination: string): Rows => [attribute(from, destination)];

/** Maps nothing: the IP address is omitted by default, and Data Prep cannot validate IPv6 addresses. */
const leftToMapper = (): Rows => [];

/** Rows of a field for the trigger's item, whose values already have the types of their fields. */
const ITEM_ROWS: Record<
	Exclude<SourceType, 'messageList'>,
	(from: string, destination: string) => Rows
> = {
	boolean: copied,
	'date-time': copied,
	elementCount: (from, destination) => [expression(count(from), destination)],
	integer: (from, destination) => [expression(wholeNumber(from), destination)],
	ipv4: leftToMapper,
	ipv6: leftToMapper,
	string: copied,
	// Items from before the trigger had the texts have only the traits.
	traits: (from, destination) => [expression(firstOf([TRAIT_TEXTS, from]), destination)],
	writtenByVisitor: copied,
};

const fromPayload =
	(shape: PayloadShape): RowsOf =>
	(field, destination) => {
		const paths = pathsOf(field, shape);
		if (paths.length === 0 || !isSourceField(field)) return [];
		if (field.type !== 'messageList') return PAYLOAD_ROWS[field.type](paths, destination, shape);
		const [list] = paths;
		return field.fields.filter(isMapped).flatMap((inner) => {
			const within = pathsOf(inner, shape).map((path) => `${list}[*].${path}`);
			if (within.length === 0) return [];
			return PAYLOAD_ROWS[inner.type](within, `${destination}[*].${inner.path}`, shape);
		});
	};

const pathsOf = ({ payload }: XdmField, shape: PayloadShape): readonly string[] =>
	[payload?.[shape] ?? []].flat();

type PayloadRows = (paths: readonly string[], destination: string, shape: PayloadShape) => Rows;

/** Maps the first of several paths that has a value. */
const computed =
	(compute: (path: string) => string): PayloadRows =>
	(paths, destination) => [expression(firstOf(paths.map(compute)), destination)];

/** Of an offline message without `email`, the address is in `emailPretty`: `"Bob Smith" <bob@example.com>`. */
const knownText = (paths: readonly string[]): string =>
	paths.length === 2 && paths[0] === 'email'
		? knownAddress(paths[0], 'emailPretty', paths[1])
		: known(paths);

const knownValue: PayloadRows = (paths, destination) => [expression(knownText(paths), destination)];

/** Rows of a field for Chatlio's own payload. */
const PAYLOAD_ROWS: Record<Exclude<SourceType, 'messageList'>, PayloadRows> = {
	boolean: knownValue,
	'date-time': computed(time),
	elementCount: computed((path) => count(path)),
	integer: computed(wholeNumber),
	ipv4: leftToMapper,
	ipv6: leftToMapper,
	string: knownValue,
	// Chatlio documents an object for transcripts and JSON text for the other events.
	traits: (paths, destination, shape) =>
		shape === 'transcript' && paths.length === 1
			? [attribute(paths[0], destination)]
			: computed(shape === 'transcript' ? (path) => path : parsedObject)(paths, destination, shape),
	// Older payloads do not say who wrote a message. The visitor has no user ID in Slack.
	writtenByVisitor: ([flag, authorId], destination) => [
		expression(`coalesce(${flag},coalesce(${authorId},"").equals(""))`, destination),
	],
};
