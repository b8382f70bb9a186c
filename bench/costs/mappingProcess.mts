// Maps and parses events in a separate process, started by mapping.mts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../../playground/built.mts';
import { root } from '../../playground/paths.mts';
import { doJobs } from '../worker.mts';

export interface MappingJob {
	what: 'map' | 'json';
	/** Options of the mapper besides its defaults. */
	options?: object;
	count: number;
}

export interface MappingResult {
	cpuMs: number;
	/** Number of records created, or of events parsed. */
	made: number;
}

type Event = Record<string, unknown>;
type Options = Record<string, unknown>;

/** Functions that the nodes call: for each item in Chatlio to XDM, and for each posted event in the trigger. */
const { parseEvent } = built<{
	parseEvent: (kind: string, payload: object, receivedAt: string) => Event;
}>('lib/chatlio/parseEvent.js');
const { recognizeEvent } = built<{ recognizeEvent: (item: unknown) => { event?: Event } }>(
	'lib/xdm/mapper/recognizeEvent.js',
);
const { DEFAULT_OPTIONS } = built<{ DEFAULT_OPTIONS: Options }>('lib/xdm/mappingOptions.js');
const { toXdmRecords } = built<{
	toXdmRecords: (event: Event, options: Options) => { records: unknown[] };
}>('lib/xdm/mapper/toXdmRecords.js');

const KINDS = [
	'chatTranscript',
	'newConversation',
	'offlineMessage',
	'unansweredMessage',
	'visitorFeedback',
];
const RECEIVED_AT = '2026-01-15T12:00:00.000Z';

/** The parts of a payload with the visitor's name. */
interface Named {
	visitor?: { name: string };
	visitorName?: string;
}

/**
 * Creates the five events that Chatlio documents, in turn, as the trigger returns them; each with its own ID and name,
 * so that nothing that is known of one event helps with the next.
 */
function makeEvents(count: number): Event[] {
	const payloads = KINDS.map((kind) => {
		const file = join(root, 'test', 'payloads', `${kind}.json`);
		return [kind, JSON.parse(readFileSync(file, 'utf8')) as object] as const;
	});
	return Array.from({ length: count }, (_, index) => {
		const [kind, payload] = payloads[index % payloads.length];
		const { visitor, visitorName }: Named = payload;
		const name = `Ana Silva ${index}`;
		const own = {
			...payload,
			conversationUUID: `conversation-${index}`,
			...(visitor && { visitor: { ...visitor, name } }),
			...(visitorName !== undefined && { visitorName: name }),
		};
		return parseEvent(kind, own, RECEIVED_AT);
	});
}

function map(events: Event[], options: Options): number {
	let recordCount = 0;
	for (const item of events) {
		const { event } = recognizeEvent(item);
		if (event) recordCount += toXdmRecords(event, options).records.length;
	}
	return recordCount;
}

function parse(texts: string[]): number {
	let parsedCount = 0;
	for (const text of texts) if (JSON.stringify(JSON.parse(text)).length > 0) parsedCount += 1;
	return parsedCount;
}

doJobs<MappingJob, MappingResult>(async ({ what, count, options }) => {
	const events = makeEvents(count);
	const texts = events.map((event) => JSON.stringify(event));
	gc!();
	const before = process.cpuUsage();
	const made =
		what === 'map'
			? map(events, { ...DEFAULT_OPTIONS, tenantKey: '_acme', ...options })
			: parse(texts);
	const { user, system } = process.cpuUsage(before);
	return { cpuMs: (user + system) / 1_000, made };
});
