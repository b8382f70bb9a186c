import type { JsonObject } from 'n8n-workflow';
import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { hasSeveralAddresses } from '../../chatlio/emailAddress';
import { draftRecords, type RecordDraft } from './recordDrafts';
import { addTruncation, isTruncated, NO_TRUNCATION, type Truncation } from './truncation';
import { fitRecord, type Fitted } from './fitRecord';
import { identitiesOf } from './identityMap';
import { PROFILE_EVENT_BYTES } from '../../http/adobeLimits';
import { READ_ELEMENTS, READ_TEXT_UNITS } from '../fields/recordLimits';
import type { XdmOptions } from '../mappingOptions';
import { buildRecord, maxOverheadBytes } from './buildRecord';
import type { Cleaners } from '../privacy/cleaners';
import { cleanersFor, type SearchNote } from '../privacy/cleanersFor';
import { findResidue } from '../privacy/residue';
import { scrubNothing, type Scrub } from '../privacy/scrub';
import { serviceError } from '../../problem/serviceError';
import { jsonBytes } from './jsonSize';
import { hasTriggersId } from './recordId';
import { compileFields } from './compileFields';
import { CUSTOM_KEY } from '../fields/customFields';
import { FIELD_TABLE } from '../fields/fieldTable';
import { isUnknown } from './toCustomValue';
import { isCustomRecord, withCustomValues } from './readCustomValues';
import type { CompiledFields, CustomFaults, MappingContext, Misfit } from './mappingContext';

/** A note to the user about an event's records. */
export type XdmNote =
	| SearchNote
	/** Values were left out or shortened so that Profile keeps the event; each record has its own counts. */
	| { kind: 'truncated'; truncation: Truncation }
	/** The chat was too long for one record per message, so it became one record. */
	| { kind: 'notSplit' }
	/** The event has no identity, so it reaches the data lake but no profile. */
	| { kind: 'noIdentity' }
	/** The visitor's email text has more than one address, so nobody can say whose event it is. */
	| { kind: 'severalAddresses' }
	/** The item has lost its `eventId`, and does not say enough to restore it. */
	| { kind: 'anotherId' }
	/** The record is larger than Profile keeps, because the options rule out truncation. */
	| { kind: 'overLimit'; bytes: number }
	/** Paths in the item whose values do not have the type of their field. */
	| { kind: 'unreadable'; fields: string[] }
	/** Values of custom fields that do not have the declared types. */
	| { kind: 'customMisfit'; misfits: ReadonlyMap<string, Misfit> }
	/** Names of custom fields that the schema does not have, and the fields that it has. */
	| { kind: 'customUnknown'; names: ReadonlySet<string>; declared: readonly string[] }
	/** Names that no custom field can have. */
	| { kind: 'customUnusable'; names: ReadonlySet<string> }
	/** A withheld value, such as a name, says too little to be searched for, so texts may contain it. */
	| { kind: 'notSearched' };

const newFaults = (): CustomFaults => ({
	misfits: new Map(),
	unknown: new Set(),
	unusable: new Set(),
});

/** Shared by all events without custom fields. */
const NO_FAULTS = newFaults();

/** Compiled once, because looking up the fields takes longer than reading them. */
const COMPILED_FIELDS = compileFields(FIELD_TABLE);

export interface XdmMapping {
	/** One record, or one per chat message followed by one for the chat. */
	records: JsonObject[];
	notes: XdmNote[];
}

/**
 * Maps one event to XDM ExperienceEvent records. The same event and options always give the same records.
 *
 * @param item as `recognizeEvent` returns it
 * @param fields fields to use instead of the field table
 * @throws ServiceError if a record still contains what is withheld, which only a bug of the mapper can cause
 */
export function toXdmRecords(
	item: ChatlioEvent,
	options: XdmOptions,
	fields: CompiledFields = COMPILED_FIELDS,
): XdmMapping {
	const event = withCustomValues(item, options);
	const { cleaners, isSearchable, notes: searchNotes } = cleanersFor(event, options);
	const notes: XdmNote[] = [...searchNotes];
	const searched = { units: 0 };
	const isCutting = options.transcripts !== 'whole';
	const reading: MappingContext = {
		fields,
		options,
		clean: forOneEvent(cleaners, searched),
		searched,
		unreadable: new Set(unreadableIn(item)),
		faults: event.custom === undefined ? NO_FAULTS : newFaults(),
		textUnits: isCutting ? READ_TEXT_UNITS : Infinity,
		valueUnits: isCutting ? PROFILE_EVENT_BYTES : Infinity,
		elements: isCutting ? READ_ELEMENTS : Infinity,
		truncation: NO_TRUNCATION,
	};
	const identities = identitiesOf(event, options, reading.clean);
	if (identities.length === 0) notes.push({ kind: 'noIdentity' });
	if (options.email !== 'leaveOut' && hasSeveralAddresses(event.visitor?.email)) {
		notes.push({ kind: 'severalAddresses' });
	}
	if (!hasTriggersId(event)) notes.push({ kind: 'anotherId' });
	const owner = { tenantKey: options.tenantKey, identities, primary: options.primary };

	const { drafts, isTooLong } = draftRecords(event, reading, owner);
	if (isTooLong) notes.push({ kind: 'notSplit' });
	const fitted = drafts.map(({ head, values, truncation }: RecordDraft): Fitted => {
		const build = (fields: RecordDraft['values']) => buildRecord(head, owner, fields);
		if (isCutting) return fitRecord(values, build, truncation, maxOverheadBytes(head, owner));
		return { record: build(values), truncation };
	});
	const records = fitted.map(({ record }) => record);
	if (isSearchable && cleaners.text !== scrubNothing)
		expectNoResidue(fitted, options, reading.clean);

	const truncation = fitted.map((each) => each.truncation).reduce(addTruncation, NO_TRUNCATION);
	if (isTruncated(truncation)) notes.push({ kind: 'truncated', truncation });
	if (!isCutting) {
		const bytes = jsonBytes(records[0]);
		if (bytes > PROFILE_EVENT_BYTES) notes.push({ kind: 'overLimit', bytes });
	}
	if (reading.unreadable.size > 0)
		notes.push({ kind: 'unreadable', fields: [...reading.unreadable] });
	if (reading.faults !== NO_FAULTS)
		for (const note of customNotes(reading.faults, options)) notes.push(note);
	return { records, notes };
}

/** Returns a note for each kind of custom fields that are left out; at most three. */
function customNotes({ misfits, unknown, unusable }: CustomFaults, options: XdmOptions): XdmNote[] {
	const notes: XdmNote[] = [];
	if (misfits.size > 0) notes.push({ kind: 'customMisfit', misfits });
	if (unknown.size > 0)
		notes.push({
			kind: 'customUnknown',
			names: unknown,
			declared: [...(options.declared?.keys() ?? [])],
		});
	if (unusable.size > 0) notes.push({ kind: 'customUnusable', names: unusable });
	return notes;
}

/** More than an event has fields. */
const MOST_PATHS = 50;

const PATH = /^[A-Za-z.]{1,60}$/;

/**
 * Returns the paths that the trigger could not read; another node may have put anything there. Also the path of custom
 * fields that are no object.
 */
function unreadableIn({ unreadable, custom }: ChatlioEvent): string[] {
	const paths: readonly unknown[] = Array.isArray(unreadable) ? unreadable : [];
	const known = paths
		.slice(0, MOST_PATHS)
		.filter((path): path is string => typeof path === 'string' && PATH.test(path));
	return isUnknown(custom) || isCustomRecord(custom) ? known : [...known, CUSTOM_KEY];
}

/**
 * Makes every result well-formed, as Adobe requires it, counts what was searched, and does not search a result again: the
 * search at the end would otherwise read each text twice.
 */
function forOneEvent(cleaners: Cleaners, searched: { units: number }): Cleaners {
	const keep: Scrub = (text, units = text.length) => {
		searched.units += units;
		return text.slice(0, units).toWellFormed();
	};
	const counting = (scrub: Scrub): Scrub => {
		if (scrub === scrubNothing) return keep;
		const results = new Set<string>();
		return (text, units = text.length) => {
			searched.units += units;
			if (units >= text.length && results.has(text)) return text;
			const clean = scrub(text, units).toWellFormed();
			results.add(clean);
			return clean;
		};
	};
	return {
		none: counting(cleaners.none),
		text: counting(cleaners.text),
		url: counting(cleaners.url),
		address: counting(cleaners.address),
		id: counting(cleaners.id),
		userAgent: counting(cleaners.userAgent),
	};
}

function expectNoResidue(
	fitted: readonly Fitted[],
	{ tenantKey, declared }: XdmOptions,
	clean: Cleaners,
): void {
	for (const { record, truncation } of fitted) {
		const isCut = truncation.textBytes > 0;
		const field = findResidue(record, tenantKey, clean, isCut, declared);
		if (field) throw serviceError('mapping.withheldFound', { field }, { field });
	}
}
