import type { NodeExecutionHint } from 'n8n-workflow';
import { panelText } from '../../lib/n8n/panelText';
import { PROFILE_EVENT_BYTES } from '../../lib/http/adobeLimits';
import { SPLIT_RECORDS } from '../../lib/xdm/fields/recordLimits';
import type { XdmNote } from '../../lib/xdm/mapper/toXdmRecords';

type Kind = XdmNote['kind'];

/** Sentences about a number of events with the same note. */
const SENTENCES: Record<Kind, (events: string, fields: string) => string> = {
	truncated: (events) =>
		`Truncated to the ${limit()} bytes that Profile keeps: ${events}. Each record counts what was left out.`,
	notSplit: (events) =>
		`Mapped to one record instead of one per chat message: ${events}. Such chats have ${count(SPLIT_RECORDS, 'message')} or more, or very long ones.`,
	noIdentity: (events) =>
		`Without an identity: ${events}. Such records reach the data lake, but no profile.`,
	severalAddresses: (events) =>
		`Without an email identity: ${events}. The visitor’s email has more than one address.`,
	anotherId: (events) =>
		`Without an eventId: ${events}. Their _id may differ from the one that the trigger gave them, so Profile may count them twice. Keep eventId or payload in the nodes before this one.`,
	overLimit: (events) =>
		`Longer than ${limit()} bytes: ${events}. Profile drops such records; Long Transcripts can cut them.`,
	unreadable: (events, fields) => `Left out as unreadable, in ${events}: ${fields}.`,
	unsearchable: (events) =>
		`Mapped without any text: ${events}. What is to be withheld there is too long or too much to look for.`,
};

const ORDER = Object.keys(SENTENCES) as Kind[];

/** Creates the hints that are shown above the output. */
export function mappingHints(notes: readonly XdmNote[], failed: number): NodeExecutionHint[] {
	const messages = ORDER.flatMap((kind) => {
		const sameKind = notes.filter((note) => note.kind === kind);
		if (sameKind.length === 0) return [];
		const fields = sameKind.flatMap((note) => (note.kind === 'unreadable' ? note.fields : []));
		return [SENTENCES[kind](count(sameKind.length, 'event'), [...new Set(fields)].join(', '))];
	});
	if (failed > 0)
		messages.push(`Not mapped: ${count(failed, 'item')}. Each says why under "problem".`);
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
