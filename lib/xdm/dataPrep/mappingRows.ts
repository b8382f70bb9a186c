/** One row of a mapping set. Source: Adobe, "Data Prep API", mapping sets. */
export interface DataPrepMapping {
	sourceType: 'ATTRIBUTE' | 'EXPRESSION' | 'STATIC';
	source: string;
	destination: string;
}

/** Creates a row that copies a field. */
export const attribute = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'ATTRIBUTE',
	source,
	destination,
});

/** Creates a row that computes a value. */
export const expression = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'EXPRESSION',
	source,
	destination,
});

/** Creates a row with the same text for each record. */
export const fixed = (source: string, destination: string): DataPrepMapping => ({
	sourceType: 'STATIC',
	source,
	destination,
});
