import { isRecord, type JsonRecord } from '../http/isRecord';
import { writeExactJson } from '../http/exactJson';
import { createProblem, type Problem } from '../problem/problem';
import type { WrittenRecord } from './requestBody';
import type { Envelope } from './envelope';
import { eventProblem } from './eventFields';
import { toSentForm } from './sentForm';
import { otherTenantProblem } from './otherTenant';
import type { RecordFormat, SchemaBehavior, Tenants } from './deliveryTypes';

export interface RecordRules {
	format: RecordFormat;
	envelope: Envelope;
	/** Bytes that a message may have by itself, without what surrounds it in a request. */
	maxBytes: number;
	/** Events require `_id` and `timestamp`; a schema of an unknown behavior counts as one of events. */
	schemaBehavior?: SchemaBehavior;
	tenants?: Tenants;
}

export type PreparedRecord =
	| ({ entityBytes: number; nullsDropped: boolean } & WrittenRecord)
	| { problem: Problem };

/**
 * Turns one record into the text of its message, or returns the problem if Adobe could only reject it, at once or
 * unnoticed after accepting it, or if a value would be lost. In XDM records, `null` values are removed, because the
 * schema's types do not allow them; empty strings stay, because they are valid. Raw data and complete messages keep
 * them: there, a null may be intended. Source: Adobe, "Streaming ingestion validation" and "Stream time-series data".
 */
export function prepareRecord(readRecord: () => unknown, rules: RecordRules): PreparedRecord {
	const record = readSafely(readRecord);
	if (!isRecord(record)) return { problem: createProblem('record.notObject', {}) };
	const written = writePlain(record, rules) ?? writeExact(record, rules);
	if ('problem' in written) return written;
	const { text, nullsDropped } = written;
	const entityBytes = Buffer.byteLength(text);
	const bytes = entityBytes + rules.envelope.bytes;
	if (bytes > rules.maxBytes) {
		const values = { bytes: formatCount(bytes), limit: formatCount(rules.maxBytes) };
		return { problem: createProblem('record.tooLarge', values) };
	}
	return { text, bytes, entityBytes, nullsDropped };
}

interface Written {
	text: string;
	nullsDropped: boolean;
}

/** Signs in JSON text of values that JSON has lost, of null values, of lists of bytes, and of a forbidden key. */
const SIGNS = ['null', '{}', '{"0":', '"__proto__"'];

/** Finds numbers that may have been rounded, and those that bring their digits as text. */
const LONG_NUMBER = /[":,[]-?\d(?:[\d.]{15}|[\d.]*e)/i;

const needsCare = (json: string) =>
	SIGNS.some((sign) => json.includes(sign)) || LONG_NUMBER.test(json);

/** Writes a record that is plain JSON, several times faster than value by value; undefined for any other. */
function writePlain(record: JsonRecord, rules: RecordRules): Written | undefined {
	try {
		if (shapeProblem(record, record, rules)) return undefined;
		const text = JSON.stringify(record);
		return text.startsWith('{') && !needsCare(text) ? { text, nullsDropped: false } : undefined;
	} catch {
		return undefined;
	}
}

function writeExact(record: JsonRecord, rules: RecordRules): Written | { problem: Problem } {
	const form = toSentForm(record, { dropNulls: rules.format === 'xdm' });
	if ('problem' in form) return form;
	const { value, nullsDropped, hasExactNumbers } = form;
	if (!isRecord(value)) return { problem: createProblem('record.notJson', {}) };
	const problem = shapeProblem(value, record, rules);
	if (problem) return { problem };
	const text = hasExactNumbers ? writeExactJson(value) : JSON.stringify(value);
	return { text, nullsDropped: nullsDropped > 0 };
}

function shapeProblem(
	value: JsonRecord,
	given: JsonRecord,
	{ format, schemaBehavior, tenants }: RecordRules,
): Problem | undefined {
	if (format === 'raw') return undefined;
	if (format === 'xdm') {
		const isKnown = schemaBehavior === 'time-series';
		const problem = schemaBehavior === 'record' ? undefined : eventProblem(value, given, isKnown);
		return problem ?? otherTenantProblem(value, format, tenants);
	}
	const missing = ['header', 'body'].filter((field) => !isRecord(value[field]));
	if (missing.length === 0) return otherTenantProblem(value, format, tenants);
	return createProblem(
		'record.notAMessage',
		{ missing: missing.join(' and no ') },
		{ field: missing[0] },
	);
}

/** A record that cannot be read counts as not an object and does not affect the others of the run. */
function readSafely(readRecord: () => unknown): unknown {
	try {
		return readRecord();
	} catch {
		return undefined;
	}
}

function formatCount(count: number): string {
	return count.toLocaleString('en-US');
}
