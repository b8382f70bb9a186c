import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import type { XdmOptions } from '../mappingOptions';
import { cleanersWithoutText, createCleaners, type Cleaners } from './cleaners';
import { withheldAddresses, withheldValues } from './withheldValues';

/** A note that a search for withheld values is impossible, or incomplete. */
export type SearchNote =
	/** The withheld values are too long or too many to search for, so no text can be shown. */
	| { kind: 'unsearchable' }
	/** A withheld value says too little to be searched for, so texts may contain it. */
	| { kind: 'notSearched' };

/** Functions that remove what is withheld from an event. */
export interface EventCleaners {
	cleaners: Cleaners;
	/** False if no text can be searched, so none remains. */
	isSearchable: boolean;
	notes: SearchNote[];
}

/** Creates the functions that remove what is withheld from an event. */
export function cleanersFor(event: ChatlioEvent, options: XdmOptions): EventCleaners {
	const { values, isIncomplete } = withheldValues(event, options);
	const kinds = withheldAddresses(options);
	const cleaners = createCleaners(values, kinds);
	if (!cleaners) {
		const notes: SearchNote[] = [{ kind: 'unsearchable' }];
		return { cleaners: cleanersWithoutText(kinds), isSearchable: false, notes };
	}
	return { cleaners, isSearchable: true, notes: isIncomplete ? [{ kind: 'notSearched' }] : [] };
}
