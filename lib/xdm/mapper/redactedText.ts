import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { DEFAULT_OPTIONS, type XdmOptions } from '../mappingOptions';
import { cleanersFor, type SearchNote } from '../privacy/cleanersFor';
import { chatMessages } from './chatMessages';

/** Kinds of values that can be removed from a text. */
export const REDACTED_KINDS = ['email', 'ip', 'name'] as const;

export type RedactedKind = (typeof REDACTED_KINDS)[number];

export interface RedactedText {
	/** Empty if nothing was said, or if no text can be shown. */
	text: string;
	notes: SearchNote[];
}

/**
 * Returns all that was said in an event as one text, without values of the given kinds, as the mapper removes them from
 * a record: the subject, the message, and a line for each message of a chat, which begins with `Visitor` or `Agent`.
 *
 * @param event as `recognizeEvent` returns it
 */
export function redactedText(event: ChatlioEvent, kinds: readonly RedactedKind[]): RedactedText {
	const { cleaners, notes } = cleanersFor(event, withholding(kinds));
	const text = said(event).join('\n');
	return { text: cleaners.text(text).toWellFormed(), notes };
}

function withholding(kinds: readonly RedactedKind[]): XdmOptions {
	const options: XdmOptions = { ...DEFAULT_OPTIONS, tenantKey: '', ip: 'keep' };
	for (const kind of kinds) options[kind] = 'leaveOut';
	return options;
}

function said({ subject, message, transcript, ...event }: ChatlioEvent): string[] {
	const lines = chatMessages({ ...event, transcript }).flatMap(({ fromVisitor, text }) =>
		isText(text) ? [`${fromVisitor === false ? 'Agent' : 'Visitor'}: ${text}`] : [],
	);
	const chat = lines.length > 0 ? lines : [transcript?.text];
	return [subject, message, ...chat].filter(isText);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
