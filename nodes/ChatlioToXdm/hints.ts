import type { NodeExecutionHint } from 'n8n-workflow';
import { PROFILE_EVENT_BYTES } from '../../lib/xdm/limits';
import type { XdmNote } from '../../lib/xdm/toXdm';

type Kind = XdmNote['kind'];

/** What to say about so many events with the same note. */
const SENTENCES: Record<Kind, (events: string, fields: string) => string> = {
	cut: (events) =>
		`${events} cut to the ${limit()} bytes that Profile keeps. Each record counts what was cut.`,
	noIdentity: (events) =>
		`${events} without an identity: the data lake gets it, no profile does. See Records Without Identity.`,
	overLimit: (events) =>
		`${events} longer than ${limit()} bytes: Profile drops what is longer. See Long Transcripts.`,
	unreadable: (events, fields) =>
		`${events} with values that were left out as unreadable: ${fields}.`,
	unsearchable: (events) =>
		`${events} with too many or too long values to withhold: no text of it was mapped.`,
};

const ORDER = Object.keys(SENTENCES) as Kind[];

/** What a person should see above the output. */
export function hintsFor(notes: readonly XdmNote[], refused: number): NodeExecutionHint[] {
	const messages = ORDER.flatMap((kind) => {
		const alike = notes.filter((note) => note.kind === kind);
		if (alike.length === 0) return [];
		const fields = alike.flatMap((note) => (note.kind === 'unreadable' ? note.fields : []));
		return [SENTENCES[kind](count(alike.length, 'event'), [...new Set(fields)].join(', '))];
	});
	if (refused > 0) messages.push(`${count(refused, 'item')} refused, each with the reason.`);
	return messages.map((message) => ({ message, type: 'warning', location: 'outputPane' }));
}

function count(amount: number, noun: string): string {
	return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

function limit(): string {
	return PROFILE_EVENT_BYTES.toLocaleString('en-US');
}
