// Maps events and parses them, in a process of its own: started by mapping.mts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../../playground/built.mts';
import { root } from '../../playground/paths.mts';
import { doJobs } from '../worker.mts';

export interface MappingJob {
	what: 'map' | 'json';
	count: number;
}

export interface MappingResult {
	cpuMs: number;
	/** Records made, or events parsed. */
	made: number;
}

type Event = Record<string, unknown>;
type Options = Record<string, unknown>;

/** What the node calls for each item, and what the trigger calls for each posting. */
const { parseEvent } = built<{
	parseEvent: (kind: string, payload: object, receivedAt: string) => Event;
}>('lib/chatlio/parse.js');
const { recognize } = built<{ recognize: (item: unknown) => { event?: Event } }>(
	'lib/xdm/recognize.js',
);
const { DEFAULT_OPTIONS } = built<{ DEFAULT_OPTIONS: Options }>('lib/xdm/options.js');
const { toXdmRecords } = built<{
	toXdmRecords: (event: Event, options: Options) => { records: unknown[] };
}>('lib/xdm/toXdm.js');

const KINDS = [
	'chatTranscript',
	'newConversation',
	'offlineMessage',
	'unansweredMessage',
	'visitorFeedback',
];
const RECEIVED_AT = '2026-01-15T12:00:00.000Z';
const options = { ...DEFAULT_OPTIONS, tenantKey: '_acme' };

/** The five events that Chatlio documents, in turn, as the trigger hands them out; each with an id of its own. */
function makeEvents(count: number): Event[] {
	const payloads = KINDS.map((kind) => {
		const file = join(root, 'test', 'payloads', `${kind}.json`);
		return [kind, JSON.parse(readFileSync(file, 'utf8')) as object] as const;
	});
	return Array.from({ length: count }, (_, index) => {
		const [kind, payload] = payloads[index % payloads.length];
		const own = { ...payload, conversationUUID: `conversation-${index}` };
		return parseEvent(kind, own, RECEIVED_AT);
	});
}

function map(events: Event[]): number {
	let made = 0;
	for (const item of events) {
		const { event } = recognize(item);
		if (event) made += toXdmRecords(event, options).records.length;
	}
	return made;
}

function parse(texts: string[]): number {
	let made = 0;
	for (const text of texts) if (JSON.stringify(JSON.parse(text)).length > 0) made += 1;
	return made;
}

doJobs<MappingJob, MappingResult>(async ({ what, count }) => {
	const events = makeEvents(count);
	const texts = events.map((event) => JSON.stringify(event));
	gc!();
	const before = process.cpuUsage();
	const made = what === 'map' ? map(events) : parse(texts);
	const { user, system } = process.cpuUsage(before);
	return { cpuMs: (user + system) / 1_000, made };
});
