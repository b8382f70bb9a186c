import { randomUUID } from 'node:crypto';
import { chatlioEvents, documentedPayload } from '../../playground/events.mts';

/** How the trigger answers: both of its sets of URLs work always. */
export type Mode = 'immediately' | 'whenFinished';

/** One event of the load. */
export interface LoadEvent {
	/** A UUID that occurs in this event only, and in every record made of it. */
	key: string;
	mode: Mode;
	kind: string;
	/** Last part of the URL it is posted to. */
	path: string;
	body: string;
}

/** Every third event carries this word, so that Adobe can reject some records and accept the others. */
export const REJECTED_WORD = 'refund';

/** Makes events of all five kinds in turn, as Chatlio documents them, each about another visitor and conversation. */
export function eventMaker(): (index: number) => LoadEvent {
	const events = chatlioEvents().map((event) => ({
		...event,
		payload: documentedPayload(event.kind),
	}));
	return (index) => {
		const { kind, path, payload } = events[index % events.length];
		const mode: Mode = index % 2 === 0 ? 'immediately' : 'whenFinished';
		const key = randomUUID();
		const words = index % 3 < 2 ? 'Where is my order?' : `I would like a ${REJECTED_WORD}.`;
		return {
			key,
			mode,
			kind,
			path: mode === 'immediately' ? path : `${path}-wait`,
			body: JSON.stringify(unique(payload, key, words)),
		};
	};
}

/** The payload about a visitor of its own; in the conversation too, where the event has one. */
function unique(payload: Record<string, unknown>, key: string, words: string): object {
	const email = `${key}@example.com`;
	const changed: Record<string, unknown> = { ...payload };
	if ('conversationUUID' in payload) changed.conversationUUID = key;
	if ('visitor' in payload) changed.visitor = { ...(payload.visitor as object), UUID: key, email };
	if ('email' in payload) Object.assign(changed, { email, emailPretty: `Visitor <${email}>` });
	if ('message' in payload) changed.message = words;
	if ('textBody' in payload) changed.textBody = words;
	if ('messages' in payload)
		changed.messages = (payload.messages as object[]).map((message) => ({
			...message,
			text: words,
		}));
	return changed;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The keys among those given that occur in a text. */
export function keysIn(text: string, known: ReadonlySet<string>): string[] {
	return [...new Set(text.match(UUID))].filter((uuid) => known.has(uuid));
}
