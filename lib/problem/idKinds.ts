import { serviceError } from './serviceError';

/** Kinds of things in Adobe that have an ID or an address of a form of their own. */
const FORMS = [
	// Catalog's IDs, e.g. 5c8c3c555033b814b69f947f.
	{ kind: 'dataset', form: /^[0-9a-f]{24}$/i, noun: 'a dataset ID' },
	// Data Prep's IDs, e.g. 380b032b445a46008e77585e046efe5e.
	{ kind: 'mappingSet', form: /^[0-9a-f]{32}$/i, noun: 'a mapping set ID' },
	{ kind: 'schema', form: /^https?:\/\/ns\.adobe\.com\/[^/]+\/schemas\//, noun: 'a schema ID' },
	{ kind: 'inlet', form: /\/collection\/|^[0-9a-f]{64}$/i, noun: 'a streaming endpoint' },
	// Flow Service's IDs, which connections have, too, e.g. 3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17.
	{
		kind: 'dataflow',
		form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
		noun: 'a dataflow ID',
	},
] as const;

/** Things that a field can ask for, each with the place in Adobe that shows its ID. */
const WANTED = {
	dataflow: { noun: 'a dataflow ID', place: 'under Sources > Dataflows' },
	dataset: { noun: 'a dataset ID', place: 'under Datasets' },
	mappingSet: {
		noun: 'a mapping set ID',
		place: 'or take the one that Mapping Set: Create returns',
	},
	schema: {
		noun: 'a schema ID, which is a URL',
		place: 'on the page of the schema, under API usage',
	},
} as const;

export type IdKind = keyof typeof WANTED;

/**
 * Returns an ID unless its form is that of another kind of ID. A text of no known form may be an ID.
 * @param label of the field in the panel
 * @throws ServiceError that says what the ID looks like
 */
export function idOfKind(id: string, wanted: IdKind, label: string): string {
	const found = FORMS.find(({ form }) => form.test(id));
	if (found === undefined || found.kind === wanted) return id;
	throw otherKind(label, found.noun, wanted);
}

/**
 * Creates the error for an ID of another kind.
 * @param looksLike noun with its article
 */
export function otherKind(label: string, looksLike: string, wanted: IdKind) {
	const { noun, place } = WANTED[wanted];
	return serviceError('id.otherKind', { label, looksLike, noun, place }, { field: label });
}
