import type { NodeExecutionHint } from 'n8n-workflow';
import { panelText } from '../../lib/panelText';
import { PROFILE_EVENT_BYTES, SPLIT_RECORDS } from '../../lib/xdm/limits';
import type { XdmNote } from '../../lib/xdm/toXdm';

type Kind = XdmNote['kind'];

/** What to say about so many events with the same note. */
const SENTENCES: Record<Kind, (events: string, fields: string) => string> = {
	cut: (events) =>
		`Cut to the ${limit()} bytes that Profile keeps: ${events}. Each record counts what was cut.`,
	notSplit: (events) =>
		`Mapped to one record instead of one per chat message: ${events}. Such chats have ${count(SPLIT_RECORDS, 'message')} or more, or very long ones.`,
	noIdentity: (events) =>
		`Without an identity: ${events}. Such records reach the data lake, but no profile.`,
	overLimit: (events) =>
		`Longer than ${limit()} bytes: ${events}. Profile drops such records; Long Transcripts can cut them.`,
	unreadable: (events, fields) => `Left out as unreadable, in ${events}: ${fields}.`,
	unsearchable: (events) =>
		`Mapped without any text: ${events}. What is to be withheld there is too long or too much to look for.`,
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
	if (refused > 0)
		messages.push(`Refused: ${count(refused, 'item')}. Each says why under "mapping".`);
	return messages.map((message) => ({
		message: panelText(message),
		type: 'warning',
		location: 'outputPane',
	}));
}

function count(amount: number, noun: string): string {
	return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

function limit(): string {
	return PROFILE_EVENT_BYTES.toLocaleString('en-US');
}
