import type { JsonObject } from 'n8n-workflow';
import { isTruncated, NO_TRUNCATION, type Truncation } from './truncation';
import { PROFILE_EVENT_BYTES } from '../../http/adobeLimits';
import { placeOf } from './recordPlace';
import { composeText, isTranscriptMessages, isTranscriptText } from './chatMessages';
import { cutToJsonBytes, jsonBytes, roomLeft, utf8Bytes } from './jsonSize';
import type { FieldValue } from './mappingContext';

const TRUNCATION_PLACES = (Object.keys(NO_TRUNCATION) as Array<keyof Truncation>).map((name) => ({
	name,
	place: placeOf(['truncated', name], false, 'other'),
}));

/** Bytes reserved for the truncation counts, which make the record longer themselves. */
const TRUNCATION_BYTES = jsonBytes({ truncated: { textBytes: 9e9, messages: 9e9, fields: 9e9 } });

/** Bytes of a record that are reserved for the text of the chat, if it needs them. */
export const WORDS_BYTES = PROFILE_EVENT_BYTES / 2;

export interface Fitted {
	record: JsonObject;
	truncation: Truncation;
}

/**
 * Truncates a record until Profile keeps it, and records the counts of what is left out. First leaves out the longest
 * fields without chat text if they take more than half of the room, then the message array, then the ends of the longest
 * texts, then the longest custom fields or their ends.
 *
 * @param build creates the record from the values
 * @param before counts of what was left out already
 * @param overheadBytes maximum bytes that the record has besides the values
 */
export function fitRecord(
	values: readonly FieldValue[],
	build: (values: readonly FieldValue[]) => JsonObject,
	before: Truncation,
	overheadBytes: number,
): Fitted {
	const truncation = { ...before };
	const record = build(withTruncation(values, truncation));
	// Most events are far below the limit, and serializing them would cost more than everything else here.
	if (surelyFit(values, PROFILE_EVENT_BYTES - overheadBytes - TRUNCATION_BYTES))
		return { record, truncation };
	const bytes = jsonBytes(record);
	if (bytes <= PROFILE_EVENT_BYTES) return { record, truncation };

	const excess = (current: readonly FieldValue[]) =>
		(current === values ? bytes : jsonBytes(build(current))) +
		TRUNCATION_BYTES -
		PROFILE_EVENT_BYTES;
	const words = values
		.filter(({ place }) => place.kind !== 'other')
		.reduce((sum, each) => sum + sizeOf(each), 0);
	let left = dropLongest(values, excess(values) - Math.max(0, words - WORDS_BYTES), truncation);
	if (excess(left) > 0) left = dropMessages(left, truncation);
	for (let text = longestText(left); text && excess(left) > 0; text = longestText(left)) {
		left = shorten(left, text, excess(left), truncation);
	}
	while (excess(left) > 0 && left.some(isCustom)) left = cutCustom(left, excess(left), truncation);
	return { record: build(withTruncation(left, truncation)), truncation };
}

/** Returns true if the values are certain to fit; an estimate from their lengths, without serializing them. */
function surelyFit(values: readonly FieldValue[], room: number): boolean {
	let left = room;
	for (const { place, value } of values) {
		left = roomLeft(value, left - place.namesBytes);
		if (left < 0) return false;
	}
	return true;
}

/** Leaves out the longest fields without chat text until enough bytes are saved or no such field is left. */
export function dropLongest(
	values: readonly FieldValue[],
	bytes: number,
	truncation: Truncation,
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
	truncation.fields += dropped.size;
	return values.filter((value) => !dropped.has(value));
}

/** Returns the bytes of a value in the record, including its name, the colon and a comma. */
export function sizeOf({ place: { path }, value }: FieldValue): number {
	return jsonBytes(path[path.length - 1]) + jsonBytes(value) + 2;
}

function dropMessages(
	values: readonly FieldValue[],
	truncation: Truncation,
): readonly FieldValue[] {
	const left: FieldValue[] = [];
	for (const value of values) {
		if (value.place.kind === 'messages') truncation.messages += (value.value as unknown[]).length;
		else left.push(value);
	}
	const messages = values.find(isTranscriptMessages);
	if (!messages || left.some(isTranscriptText)) return left;
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

const isCustom = ({ place }: FieldValue): boolean => place.kind === 'custom';

/** Shortens the longest custom texts and leaves out other long custom fields, to save that many bytes. */
function cutCustom(
	values: readonly FieldValue[],
	bytes: number,
	truncation: Truncation,
): readonly FieldValue[] {
	const longest = values
		.filter(isCustom)
		.map((value) => ({ value, size: sizeOf(value) }))
		.sort((a, b) => b.size - a.size);
	const dropped = new Set<FieldValue>();
	let excess = bytes;
	for (const { value: field, size } of longest) {
		if (excess <= 0) break;
		if (typeof field.value === 'string' && jsonBytes(field.value) - 2 > excess) {
			return shorten(values, field, excess, truncation).filter((value) => !dropped.has(value));
		}
		excess -= size;
		dropped.add(field);
		truncation.fields++;
	}
	return values.filter((value) => !dropped.has(value));
}

function shorten(
	values: readonly FieldValue[],
	field: FieldValue,
	bytes: number,
	truncation: Truncation,
): FieldValue[] {
	const text = field.value as string;
	const beginning = cutToJsonBytes(text, jsonBytes(text) - 2 - bytes);
	truncation.textBytes += utf8Bytes(text) - utf8Bytes(beginning);
	return values.flatMap((value) => {
		if (value !== field) return [value];
		return beginning === '' ? [] : [{ ...field, value: beginning }];
	});
}

function withTruncation(
	values: readonly FieldValue[],
	truncation: Truncation,
): readonly FieldValue[] {
	if (!isTruncated(truncation)) return values;
	const counts = TRUNCATION_PLACES.filter(({ name }) => truncation[name] > 0);
	return values.concat(counts.map(({ name, place }) => ({ place, value: truncation[name] })));
}
