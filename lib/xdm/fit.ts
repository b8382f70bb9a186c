import type { JsonObject } from 'n8n-workflow';
import { isCut, NOTHING_CUT, type Cut } from './cut';
import { PROFILE_EVENT_BYTES } from './limits';
import { placeOf } from './place';
import { composeText, isTranscriptText } from './transcript';
import { cutToJsonBytes, jsonBytes, roomLeft, utf8Bytes } from './text';
import type { FieldValue } from './values';

const CUT_PLACES = (Object.keys(NOTHING_CUT) as Array<keyof Cut>).map((name) => ({
	name,
	place: placeOf(['cut', name], false, 'other'),
}));

/** Room for the counts of what is cut, which themselves make the record longer. */
const CUT_BYTES = jsonBytes({ cut: { textBytes: 9e9, messages: 9e9, fields: 9e9 } });

/** What the words of the chat are sure to get of the record if they need it. */
export const WORDS_BYTES = PROFILE_EVENT_BYTES / 2;

export interface Fitted {
	record: JsonObject;
	cut: Cut;
}

/**
 * Leaves out and shortens until the record is one that Profile keeps, and counts in it what was cut: the longest of
 * the fields that hold no words of the chat where they take more than half of the room, then the message array, then
 * the ends of the longest texts.
 *
 * @param build Makes the record of the values it is given.
 * @param before What was cut already.
 * @param beside The most bytes that the record has besides the values.
 */
export function fitRecord(
	values: readonly FieldValue[],
	build: (values: readonly FieldValue[]) => JsonObject,
	before: Cut,
	beside: number,
): Fitted {
	const cut = { ...before };
	const record = build(withCut(values, cut));
	// Most events are far from the limit: writing them out to count would cost more than all else here.
	if (surelyFit(values, PROFILE_EVENT_BYTES - beside - CUT_BYTES)) return { record, cut };
	const bytes = jsonBytes(record);
	if (bytes <= PROFILE_EVENT_BYTES) return { record, cut };

	const excess = (current: readonly FieldValue[]) =>
		(current === values ? bytes : jsonBytes(build(current))) + CUT_BYTES - PROFILE_EVENT_BYTES;
	const words = values
		.filter(({ place }) => place.kind !== 'other')
		.reduce((sum, each) => sum + sizeOf(each), 0);
	let left = dropLongest(values, excess(values) - Math.max(0, words - WORDS_BYTES), cut);
	if (excess(left) > 0) left = dropMessages(left, cut);
	for (let text = longestText(left); text && excess(left) > 0; text = longestText(left)) {
		left = shorten(left, text, excess(left), cut);
	}
	return { record: build(withCut(left, cut)), cut };
}

/** Whether the values are sure to take no more bytes than that: told by their lengths, without writing them. */
function surelyFit(values: readonly FieldValue[], room: number): boolean {
	let left = room;
	for (const { place, value } of values) {
		left = roomLeft(value, left - place.namesBytes);
		if (left < 0) return false;
	}
	return true;
}

/** Leaves out the longest fields that hold no words until so many bytes are saved or none is left. */
export function dropLongest(
	values: readonly FieldValue[],
	bytes: number,
	cut: Cut,
): readonly FieldValue[] {
	if (bytes <= 0) return values;
	const longest = values
		.filter(({ place }) => place.kind === 'other')
		.map((value) => ({ value, size: sizeOf(value) }))
		.sort((a, b) => b.size - a.size);
	const dropped = new Set<FieldValue>();
	for (let saved = 0, at = 0; saved < bytes && at < longest.length; at++) {
		saved += longest[at].size;
		dropped.add(longest[at].value);
	}
	cut.fields += dropped.size;
	return values.filter((value) => !dropped.has(value));
}

/** Bytes of a value in the record: with its name, the colon and a comma. */
export function sizeOf({ place: { path }, value }: FieldValue): number {
	return jsonBytes(path[path.length - 1]) + jsonBytes(value) + 2;
}

function dropMessages(values: readonly FieldValue[], cut: Cut): readonly FieldValue[] {
	const messages = values.find(({ place }) => place.kind === 'messages');
	if (!messages) return values;
	cut.messages += (messages.value as unknown[]).length;
	const left = values.filter((value) => value !== messages);
	if (left.some(isTranscriptText)) return left;
	const text = composeText(messages);
	return text ? [...left, text] : left;
}

function longestText(values: readonly FieldValue[]): FieldValue | undefined {
	const [longest] = values
		.filter(({ place }) => place.kind === 'text')
		.map((value) => ({ value, size: sizeOf(value) }))
		.sort((a, b) => b.size - a.size);
	return longest?.value;
}

function shorten(
	values: readonly FieldValue[],
	field: FieldValue,
	bytes: number,
	cut: Cut,
): FieldValue[] {
	const text = field.value as string;
	const beginning = cutToJsonBytes(text, jsonBytes(text) - 2 - bytes);
	cut.textBytes += utf8Bytes(text) - utf8Bytes(beginning);
	return values.flatMap((value) => {
		if (value !== field) return [value];
		return beginning === '' ? [] : [{ ...field, value: beginning }];
	});
}

function withCut(values: readonly FieldValue[], cut: Cut): readonly FieldValue[] {
	if (!isCut(cut)) return values;
	const counts = CUT_PLACES.filter(({ name }) => cut[name] > 0);
	return values.concat(counts.map(({ name, place }) => ({ place, value: cut[name] })));
}
