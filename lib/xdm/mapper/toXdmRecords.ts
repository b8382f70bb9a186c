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
import { createScrub, type Scrub } from '../privacy/scrub';
import { jsonBytes } from './jsonSize';
import { hasTriggersId } from './recordId';
import { compileFields, type CompiledFields } from './compileFields';
import { FIELD_TABLE } from '../fields/fieldTable';
import type { MappingContext } from './readValues';
import { withheldValues } from '../privacy/withheldValues';

/** A note to the user about an event's records. */
export type XdmNote =
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
	/** The withheld values are too long or too many to search for, so no text was mapped. */
	| { kind: 'unsearchable' };

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
 * @param event as `recognizeEvent` returns it
 * @param fields fields to use instead of the field table
 */
export function toXdmRecords(
	event: ChatlioEvent,
	options: XdmOptions,
	fields: CompiledFields = COMPILED_FIELDS,
): XdmMapping {
	const notes: XdmNote[] = [];
	const search = createScrub(withheldValues(event, options));
	if (!search) notes.push({ kind: 'unsearchable' });
	const searched = { units: 0 };
	const scrub: Scrub = (text, units = text.length) => {
		searched.units += units;
		return (search ? search(text, units) : '').toWellFormed();
	};
	const isCutting = options.transcripts !== 'whole';
	const reading: MappingContext = {
		fields,
		options,
		scrub,
		searched,
		unreadable: new Set(unreadableInPayload(event)),
		textUnits: isCutting ? READ_TEXT_UNITS : Infinity,
		valueUnits: isCutting ? PROFILE_EVENT_BYTES : Infinity,
		elements: isCutting ? READ_ELEMENTS : Infinity,
		truncation: NO_TRUNCATION,
	};
	const identities = identitiesOf(event, options, reading.scrub);
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

	const truncation = fitted.map((each) => each.truncation).reduce(addTruncation, NO_TRUNCATION);
	if (isTruncated(truncation)) notes.push({ kind: 'truncated', truncation });
	if (!isCutting) {
		const bytes = jsonBytes(records[0]);
		if (bytes > PROFILE_EVENT_BYTES) notes.push({ kind: 'overLimit', bytes });
	}
	if (reading.unreadable.size > 0)
		notes.push({ kind: 'unreadable', fields: [...reading.unreadable] });
	return { records, notes };
}

/** More than an event has fields. */
const MOST_PATHS = 50;

const PATH = /^[A-Za-z.]{1,60}$/;

/** Returns the paths that the trigger could not read; another node may have put anything there. */
function unreadableInPayload({ unreadable }: ChatlioEvent): string[] {
	const paths: readonly unknown[] = Array.isArray(unreadable) ? unreadable : [];
	return paths
		.slice(0, MOST_PATHS)
		.filter((path): path is string => typeof path === 'string' && PATH.test(path));
}
