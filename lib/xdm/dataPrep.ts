import { EVENT_ID_PARTS } from '../chatlio/eventId';
import { CHATLIO_EVENTS } from '../chatlio/events';
import type { ChatlioEventKind } from '../chatlio/types';
import {
	choice,
	count,
	eventId,
	identityEntries,
	known,
	parsedObject,
	time,
	type Candidate,
} from './dataPrepExpressions';
import { CHATLIO_FIELDS, CHATLIO_KEY, STANDARD_FIELDS } from './fields';
import type { PayloadShape, XdmField } from './fieldTypes';
import { BLOCKED_IDENTITIES, IDENTITY_CHARACTERS } from './limits';
import { DEFAULT_OPTIONS } from './options';
import { tenantKey } from './tenant';

/** One row of a mapping set. Source: Adobe, "Data Prep API", mapping sets. */
export interface DataPrepMapping {
	sourceType: 'ATTRIBUTE' | 'EXPRESSION' | 'STATIC';
	source: string;
	destination: string;
}

/** Codes of the identity namespaces; empty: no such identity. */
export interface MappingNamespaces {
	visitorNamespace: string;
	userNamespace: string;
}

/** Ends the path of a number of elements. */
const LENGTH = '.length';

type Rows = DataPrepMapping[];

/** Where a field comes from; no rows for what is not there. */
type Reader = (field: XdmField, destination: string) => Rows;

const attribute = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'ATTRIBUTE',
	source,
	destination,
});

const expression = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'EXPRESSION',
	source,
	destination,
});

const fixed = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'STATIC',
	source,
	destination,
});

/**
 * The mapping set over the trigger's item, which names the event, its id and its times.
 * It keeps what the mapper keeps by default, with the whole transcript.
 *
 * @throws RangeError when it is no tenant id.
 */
export function rawMappings(
	tenantId: string,
	namespaces: MappingNamespaces = DEFAULT_OPTIONS,
): DataPrepMapping[] {
	const each = (name: 'eventType' | 'producedBy') =>
		choice(
			'event',
			CHATLIO_EVENTS.map((event) => [event.kind, event[name]] as const),
		);
	// The item's times have one form, in which the order of the texts is the order of the times.
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
		...fieldRows(keyOf(tenantId), fromItem),
	];
}

const SHAPES: Partial<Record<ChatlioEventKind, PayloadShape>> = {
	chatTranscript: 'transcript',
	offlineMessage: 'offlineMessage',
};

const EMAIL_FIELD = CHATLIO_FIELDS.find(({ path }) => path === 'visitor.email')!;

/**
 * The mapping set of one event over what Chatlio itself posts, for dataflows that Chatlio posts to: the body does not
 * name the event. It keeps what the mapper keeps by default, with the whole transcript.
 *
 * @throws RangeError when it is no tenant id.
 */
export function straightMappings(
	tenantId: string,
	kind: ChatlioEventKind,
	namespaces: MappingNamespaces = DEFAULT_OPTIONS,
): DataPrepMapping[] {
	const shape = SHAPES[kind] ?? 'visitorEvent';
	const { eventType, producedBy } = CHATLIO_EVENTS.find((event) => event.kind === kind)!;
	const key = keyOf(tenantId);
	const ended = `coalesce(${time('endedAt')},${time('last(messages[*].sentAt)')},now())`;
	return [
		expression(idOf(kind), '_id'),
		expression(shape === 'transcript' ? `min(${ended},now())` : 'now()', 'timestamp'),
		fixed(eventType, 'eventType'),
		fixed(producedBy, 'producedBy'),
		...identities(namespaces, {
			visitorId: 'visitor.UUID',
			email: known(pathsOf(EMAIL_FIELD, shape)),
			userId: 'visitor.identUserId',
		}),
		expression('now()', `${key}.${CHATLIO_KEY}.receivedAt`),
		...fieldRows(key, fromPayload(shape)),
	];
}

function keyOf(tenantId: string): string {
	const key = tenantKey(tenantId);
	if (key) return key;
	throw new RangeError('The tenant ID may hold letters, digits, hyphens and underscores only');
}

const idOf = (kind: ChatlioEventKind): string =>
	eventId(
		kind,
		EVENT_ID_PARTS[kind].map(({ paths, unless }) => ({
			parts: paths.map(idPart),
			unless: unless.map(idPart),
		})),
	);

const idPart = (path: string): string =>
	path.endsWith(LENGTH)
		? `concat("",${count(path.slice(0, -LENGTH.length), '""')})`
		: `coalesce(${path},"")`;

/** One address and nothing else, as the mapper tells; any white space but a space is left to the mapper. */
const EMAIL_FORM = '[^@<>" ]{1,64}@[^@<>" ]{1,255}';

function identities(
	{ visitorNamespace, userNamespace }: MappingNamespaces,
	ids: Record<'visitorId' | 'email' | 'userId', string>,
): Rows {
	const candidates: Candidate[] = [
		{ namespace: visitorNamespace, id: ids.visitorId },
		{ namespace: 'Email', id: ids.email, form: EMAIL_FORM },
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

/** Left to the mapper: hashes, the IP address, which is kept only if asked for, and events per chat message. */
function isMapped({ privacy, hashed, path }: XdmField): boolean {
	return privacy !== 'ip' && !hashed && !path.startsWith('chatMessage.');
}

function fieldRows(key: string, read: Reader): Rows {
	const own = CHATLIO_FIELDS.filter(isMapped);
	return [
		...STANDARD_FIELDS.filter(isMapped).flatMap((field) => read(field, field.path)),
		...own.flatMap((field) => read(field, `${key}.${CHATLIO_KEY}.${field.path}`)),
	];
}

const fromItem: Reader = ({ from, fields }, destination) => {
	if (from === undefined) return [];
	if (fields) {
		return fields.map((field) =>
			attribute(`${from}[*].${field.from}`, `${destination}[*].${field.path}`),
		);
	}
	if (from.endsWith(LENGTH)) return [expression(count(from.slice(0, -LENGTH.length)), destination)];
	return [attribute(from, destination)];
};

const fromPayload =
	(shape: PayloadShape): Reader =>
	(field, destination) => {
		const paths = pathsOf(field, shape);
		if (paths.length === 0) return [];
		if (!field.fields) return [payloadRow(field, paths, destination)];
		const [array] = paths;
		return field.fields.map((inner) => {
			const within = pathsOf(inner, shape).map((path) => `${array}[*].${path}`);
			return payloadRow(inner, within, `${destination}[*].${inner.path}`);
		});
	};

const pathsOf = ({ payload }: XdmField, shape: PayloadShape): readonly string[] =>
	[payload?.[shape] ?? []].flat();

function payloadRow({ type }: XdmField, paths: readonly string[], destination: string) {
	const [path] = paths;
	switch (type) {
		case 'boolean': {
			// Older payloads do not say who wrote a message: the visitor has no user id in Slack.
			const [said, authorId] = paths;
			return expression(`coalesce(${said},coalesce(${authorId},"") == "")`, destination);
		}
		case 'date-time':
			return expression(time(path), destination);
		case 'integer':
			return expression(count(path.slice(0, -LENGTH.length)), destination);
		case 'map':
			// Chatlio documents an object for transcripts and JSON text for the other events.
			return path === 'visitorTraits'
				? attribute(path, destination)
				: expression(parsedObject(path), destination);
		default:
			return expression(known(paths), destination);
	}
}
