import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

/** IDs of dataflows and connections, e.g. 3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17. */
export const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
/** Catalog's IDs, e.g. 5c8c3c555033b814b69f947f. */
export const HEX_24 = '[0-9a-f]{24}';

/** The white space that is left out before an ID is sent (requestText); spaces of other kinds are not. */
const SPACE = '[ \\t\\n\\v\\f\\r]*';

/** Visible characters without a slash. */
const STEP = '[\\x21-\\x2e\\x30-\\x7e]+';

/** Follows what a text must have, because nobody sees why a pasted one does not have it. */
const TYPE_IT =
	'If it looks right, it contains an invisible character or a dash of another kind: type it instead of pasting it.';

/**
 * Separate constants: a mode has no default, but the linter requires one of every literal that looks like a property.
 */
const LIST = { type: 'list' } as const;
const TEXT = { type: 'string' } as const;

const fromList = (placeholder: string, searchListMethod: string): INodePropertyMode => ({
	displayName: 'From List',
	name: 'list',
	...LIST,
	placeholder,
	typeOptions: { searchListMethod, searchable: true },
});

/** Matches everything but an ID of another kind, which gets a message of its own. n8n matches the whole text. */
const unless = (otherId: string) => `(?!${SPACE}${otherId}${SPACE}$)[^]*`;

/** Patterns that a text must match, each with the message for one that does not. */
type Rules = ReadonlyArray<[regex: string, errorMessage: string]>;

const byId = (placeholder: string, rules: Rules): INodePropertyMode => ({
	displayName: 'By ID',
	name: 'id',
	...TEXT,
	placeholder,
	validation: rules.map(([regex, errorMessage]) => ({
		type: 'regex',
		properties: { regex, errorMessage },
	})),
});

/** Extracts the last part of the address that looks like an ID. */
const byUrl = (placeholder: string, id: string, errorMessage: string): INodePropertyMode => ({
	displayName: 'By URL',
	name: 'url',
	...TEXT,
	placeholder,
	extractValue: { type: 'regex', regex: `^[^]*(${id})` },
	validation: [{ type: 'regex', properties: { regex: `[^]*${id}[^]*`, errorMessage } }],
});

const byName = (placeholder: string, hint: string): INodePropertyMode => ({
	displayName: 'By Name',
	name: 'name',
	...TEXT,
	placeholder,
	hint,
});

const dataflowModes = (id: string): INodePropertyMode[] => [
	fromList('Select a dataflow…', 'searchDataflows'),
	byName('e.g. Chatlio XDM', 'The name in Adobe, exactly as it is written there'),
	byId('e.g. 3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17', [
		[
			`^${SPACE}(?:${id}|${HEX_24}${SPACE})$`,
			`A dataflow ID has 32 hexadecimal digits in five groups, joined by hyphens. ${TYPE_IT}`,
		],
		[unless(HEX_24), 'This looks like a dataset ID, not a dataflow ID'],
	]),
	byUrl(
		'e.g. https://experience.adobe.com/…/dataflows/3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
		UUID,
		'The URL contains no dataflow ID',
	),
];

export const dataflowLocator: INodeProperties = {
	displayName: 'Dataflow',
	name: 'dataflow',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The dataflow, listed in Adobe under Sources',
	modes: dataflowModes(`${UUID}${SPACE}`),
};

/** The same locator for operations in which no choice means all dataflows. */
export const anyDataflowLocator: INodeProperties = {
	...dataflowLocator,
	required: false,
	description: 'The dataflow, listed in Adobe under Sources. If empty, all dataflows.',
	modes: dataflowModes(`(?:${UUID}${SPACE})?`),
};

export const datasetLocator: INodeProperties = {
	displayName: 'Dataset',
	name: 'dataset',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The dataset, listed in Adobe under Datasets',
	modes: [
		fromList('Select a dataset…', 'searchDatasets'),
		byId('e.g. 5c8c3c555033b814b69f947f', [
			[
				`^${SPACE}(?:${HEX_24}|${UUID})${SPACE}$`,
				`A dataset ID has 24 hexadecimal digits. ${TYPE_IT}`,
			],
			[unless(UUID), 'This looks like a dataflow ID, not a dataset ID'],
		]),
		byUrl(
			'e.g. https://experience.adobe.com/…/dataset/browse/5c8c3c555033b814b69f947f',
			HEX_24,
			'The URL contains no dataset ID',
		),
	],
};

/** The ID of a schema is a URL itself, so its text mode is named By URL. */
export const schemaLocator: INodeProperties = {
	displayName: 'Schema',
	name: 'schema',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The schema, listed in Adobe under Schemas',
	modes: [
		fromList('Select a schema…', 'searchSchemas'),
		{
			...byId('e.g. https://ns.adobe.com/acme/schemas/7a1d…', [
				[
					`^${SPACE}https?://${STEP}/${STEP}/schemas/[\\x21-\\x7e]+${SPACE}$`,
					`A schema ID is a URL such as https://ns.adobe.com/acme/schemas/7a1d. ${TYPE_IT}`,
				],
			]),
			displayName: 'By URL',
			name: 'url',
			hint: 'The ID of a schema is a URL. Adobe shows it on the schema page, under API usage.',
		},
	],
};

/** Locator for Options; empty means the credential's sandbox. */
export const sandboxLocator: INodeProperties = {
	displayName: 'Sandbox',
	name: 'sandbox',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The sandbox to work in. If empty, the one in the credential.',
	modes: [
		fromList('Select a sandbox…', 'searchSandboxes'),
		{
			...byId('e.g. dev', [
				[
					`^${SPACE}(?:[A-Za-z0-9_-]+${SPACE})?$`,
					`The name of a sandbox has only unaccented letters, digits, - and _. ${TYPE_IT}`,
				],
			]),
			displayName: 'By Name',
			name: 'name',
		},
	],
};

export const mappingSetId: INodeProperties = {
	displayName: 'Mapping Set ID',
	name: 'mappingSetId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 380b032b445a46008e77585e046efe5e',
	description: 'The ID that Mapping Set: Create and Dataflow: Get return',
};
