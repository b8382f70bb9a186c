import type { NodeExecutionHint } from 'n8n-workflow';
import { panelText } from '../../lib/n8n/panelText';
import { PROFILE_EVENT_BYTES } from '../../lib/http/adobeLimits';
import type { Problem } from '../../lib/problem/problem';
import { SPLIT_RECORDS } from '../../lib/xdm/fields/recordLimits';
import type { Misfit } from '../../lib/xdm/mapper/mappingContext';
import type { XdmNote } from '../../lib/xdm/mapper/toXdmRecords';
import type { SearchNote } from '../../lib/xdm/privacy/cleanersFor';
import { describeMisfits, describeUnknown, describeUnusable } from './customFieldTexts';
import type { DeclaredFields } from './declaredFields';

/** The types of custom fields could not be read from Adobe; `declared` is what was read before. */
export interface LookupNote {
	kind: 'customTypes';
	problem: Problem;
	declared?: DeclaredFields;
}

/** The types are unknown, so all custom fields count as personal ones, which are left out. */
export interface PersonalNote {
	kind: 'allPersonal';
}

type Note = XdmNote | LookupNote | PersonalNote;

type NoteOf<Kind> = Extract<Note, { kind: Kind }>;

/** Sentences about a number of events with the same note. */
const SENTENCES: {
	[Kind in Note['kind']]: (events: string, notes: ReadonlyArray<NoteOf<Kind>>) => string;
} = {
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
	unreadable: (events, notes) =>
		`Left out as unreadable, in ${events}: ${[...new Set(notes.flatMap(({ fields }) => fields))].join(', ')}.`,
	customMisfit: (events, notes) => {
		const misfits = new Map<string, Misfit>();
		for (const note of notes) for (const [name, misfit] of note.misfits) misfits.set(name, misfit);
		return `Custom fields left out because the value does not fit, in ${events}: ${describeMisfits(misfits).join('; ')}.`;
	},
	customUnknown: (events, notes) =>
		`Custom fields left out because the schema does not have them, in ${events}: ${describeUnknown(allNames(notes), notes[0].declared).join(', ')}. Set Up adds fields to the schema.`,
	customUnusable: (events, notes) =>
		`Custom fields left out because of their names, in ${events}: ${describeUnusable(allNames(notes)).join(', ')}. A name begins with a letter and has only letters, digits, and underscores.`,
	customTypes: (events, [{ problem, declared }]) =>
		`Custom fields mapped by ${declared ? 'the types that the schema had earlier' : 'the types of their values'}, in ${events}: ${problem.message}. ${problem.advice}`,
	allPersonal: (events) =>
		`Custom fields left out because the schema that says which are personal is unknown, in ${events}. Choose the Adobe credential, or keep personal custom fields.`,
	unsearchable: (events) =>
		`Mapped without any text: ${events}. What is to be withheld there is too long or too much to look for.`,
	notSearched: (events) =>
		`Texts not searched for a name or another withheld value: ${events}. A value that says too little, such as one letter or a common word, is left out of its own field only.`,
};

const ORDER = Object.keys(SENTENCES) as Array<Note['kind']>;

/** Creates the hints that are shown above the output. */
export function mappingHints(notes: readonly Note[], failed: number): NodeExecutionHint[] {
	const messages = ORDER.flatMap((kind) => sentenceOf(kind, notes));
	if (failed > 0)
		messages.push(`Not mapped: ${count(failed, 'item')}. Each says why under "problem".`);
	return messages.map(toHint);
}

/** Creates the hints above the output of redacted texts. */
export function redactionHints(notes: readonly SearchNote[], failed: number): NodeExecutionHint[] {
	const unsearchable = notes.filter(({ kind }) => kind === 'unsearchable').length;
	const messages = sentenceOf('notSearched', notes);
	if (unsearchable > 0)
		messages.push(
			`Without text: ${count(unsearchable, 'event')}. What is to be removed is too long or too much to look for.`,
		);
	if (failed > 0)
		messages.push(`Not redacted: ${count(failed, 'item')}. Each says why under "problem".`);
	return messages.map(toHint);
}

const toHint = (message: string): NodeExecutionHint => ({
	message: panelText(message),
	type: 'warning',
	location: 'outputPane',
});

function sentenceOf<Kind extends Note['kind']>(kind: Kind, notes: readonly Note[]): string[] {
	const sameKind = notes.filter((note): note is NoteOf<Kind> => note.kind === kind);
	return sameKind.length > 0 ? [SENTENCES[kind](count(sameKind.length, 'event'), sameKind)] : [];
}

const allNames = (notes: ReadonlyArray<{ names: ReadonlySet<string> }>): Set<string> =>
	new Set(notes.flatMap(({ names }) => [...names]));

function count(amount: number, noun: string): string {
	return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

function limit(): string {
	return PROFILE_EVENT_BYTES.toLocaleString('en-US');
}
