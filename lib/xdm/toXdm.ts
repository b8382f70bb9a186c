import type { JsonObject } from 'n8n-workflow';
import type { ChatlioEvent } from '../chatlio/types';
import { wellFormed } from '../chatlio/wellFormed';
import { draftsOf, type Draft } from './drafts';
import { addCut, isCut, NOTHING_CUT, type Cut } from './cut';
import { fitRecord, type Fitted } from './fit';
import { identitiesOf } from './identity';
import { PROFILE_EVENT_BYTES, READ_ELEMENTS, READ_TEXT_UNITS } from './limits';
import type { XdmOptions } from './options';
import { buildRecord, mostBytesBeside } from './record';
import { createScrub, type Scrub } from './scrub';
import { jsonBytes } from './text';
import type { Reading } from './values';
import { withheldValues } from './withheld';

/** What somebody should know of an event's records. */
export type XdmNote =
	/** Left out or shortened so that Profile keeps the event; each record counts its own. */
	| { kind: 'cut'; cut: Cut }
	/** A chat too long for a record per message: it became one record. */
	| { kind: 'notSplit' }
	/** Nobody to attach the event to: it reaches the data lake, not a profile. */
	| { kind: 'noIdentity' }
	/** Longer than Profile keeps, because nothing was to be cut. */
	| { kind: 'overLimit'; bytes: number }
	/** Paths in the item whose values have no meaning for their field. */
	| { kind: 'unreadable'; fields: string[] }
	/** The withheld values are too long or too many to be looked for: no text was mapped. */
	| { kind: 'unsearchable' };

export interface XdmMapping {
	/** One record, or one per chat message and then one for the chat. */
	records: JsonObject[];
	notes: XdmNote[];
}

/**
 * Maps one event to XDM ExperienceEvent records. The same event and options always give the same records.
 *
 * @param event As `recognize` lets it through.
 */
export function toXdmRecords(event: ChatlioEvent, options: XdmOptions): XdmMapping {
	const notes: XdmNote[] = [];
	const search = createScrub(withheldValues(event, options));
	if (!search) notes.push({ kind: 'unsearchable' });
	const searched = { units: 0 };
	const scrub: Scrub = (text, units = text.length) => {
		searched.units += units;
		return wellFormed(search ? search(text, units) : '');
	};
	const isCutting = options.transcripts !== 'whole';
	const reading: Reading = {
		options,
		scrub,
		searched,
		unreadable: new Set(),
		textUnits: isCutting ? READ_TEXT_UNITS : Infinity,
		valueUnits: isCutting ? PROFILE_EVENT_BYTES : Infinity,
		elements: isCutting ? READ_ELEMENTS : Infinity,
		cut: NOTHING_CUT,
	};
	const identities = identitiesOf(event, options, reading.scrub);
	if (identities.length === 0) notes.push({ kind: 'noIdentity' });
	const owner = { tenantKey: options.tenantKey, identities, primary: options.primary };

	const { drafts, isTooLong } = draftsOf(event, reading, owner);
	if (isTooLong) notes.push({ kind: 'notSplit' });
	const fitted = drafts.map(({ head, values, cut }: Draft): Fitted => {
		const build = (fields: Draft['values']) => buildRecord(head, owner, fields);
		if (isCutting) return fitRecord(values, build, cut, mostBytesBeside(head, owner));
		return { record: build(values), cut };
	});
	const records = fitted.map(({ record }) => record);

	const cut = fitted.map((each) => each.cut).reduce(addCut, NOTHING_CUT);
	if (isCut(cut)) notes.push({ kind: 'cut', cut });
	if (!isCutting) {
		const bytes = jsonBytes(records[0]);
		if (bytes > PROFILE_EVENT_BYTES) notes.push({ kind: 'overLimit', bytes });
	}
	if (reading.unreadable.size > 0)
		notes.push({ kind: 'unreadable', fields: [...reading.unreadable] });
	return { records, notes };
}
