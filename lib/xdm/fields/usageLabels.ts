import { CUSTOM_KEY, type CustomField } from './customFields';
import { CHATLIO_KEY } from './fieldTable';

/**
 * Adobe's data usage labels that Set Up applies. `I1`: directly identifies or contacts a person. `I2`: identifies a
 * person together with other data. `S2`: determines a broad area. Source: Adobe, "Data usage labels glossary".
 */
export type UsageLabel = 'I1' | 'I2' | 'S2';

interface LabelRule {
	/** As in the field table. */
	path: string;
	label: UsageLabel;
	/** Follows the field and its label in the documentation. */
	reason: string;
}

/**
 * Adobe's own fields for personal data. Adobe labels a field in every schema that shares it. Source: Adobe, "Manage data
 * usage labels for a schema".
 */
export const STANDARD_LABELS: readonly LabelRule[] = [
	{
		path: 'environment.ipV4',
		label: 'I2',
		reason: 'Identifies a connection, and with the records of its provider a person',
	},
	{ path: 'environment.ipV6', label: 'I2', reason: 'As for IPv4' },
];

/** Fields for personal data under `_{tenantId}.chatlio`; the label of a list or map applies to all that it holds. */
export const CHATLIO_LABELS: readonly LabelRule[] = [
	{
		path: 'message',
		label: 'I1',
		reason: 'Free text: visitors write names, addresses, and phone numbers',
	},
	{ path: 'subject', label: 'I1', reason: 'Free text' },
	{
		path: 'visitor.id',
		label: 'I2',
		reason: 'Identifies a browser, and with other events its visitor',
	},
	{ path: 'visitor.name', label: 'I1', reason: 'Names a person' },
	{
		path: 'visitor.handle',
		label: 'I2',
		reason: 'Distinguishes a visitor within Chatlio, and contains the country',
	},
	{ path: 'visitor.email', label: 'I1', reason: 'Reaches a person' },
	{
		path: 'visitor.emailSha256',
		label: 'I2',
		reason: 'Identifies the person to everyone who knows the address',
	},
	{ path: 'visitor.userId', label: 'I2', reason: "Identifies a person with your site's own data" },
	{
		path: 'visitor.traits',
		label: 'I1',
		reason: 'Whatever your site passes about a person, often a name or a phone number',
	},
	{ path: 'visitor.location', label: 'S2', reason: 'Tells the area that the visitor is in' },
	{ path: 'channel.name', label: 'I1', reason: "Often made from the visitor's name" },
	{ path: 'agent.name', label: 'I1', reason: 'Names a person: agents count, too' },
	{ path: 'agent.email', label: 'I1', reason: 'Reaches a person' },
	{ path: 'transcript.text', label: 'I1', reason: 'Free text, with the names of its authors' },
	{
		path: 'transcript.messages',
		label: 'I1',
		reason: 'Free text, with the names of its authors',
	},
	{ path: 'chatMessage.author', label: 'I1', reason: 'Names a person' },
	{
		path: 'chatMessage.authorId',
		label: 'I2',
		reason: "Identifies an agent with your Slack workspace's own data",
	},
];

/** Label of custom fields that are marked as personal: nothing says that they do not identify a person directly. */
export const CUSTOM_LABEL: UsageLabel = 'I1';

/** A field and the label that Set Up applies to it. */
export interface FieldLabel {
	/** Dotted, from the top of the record. */
	path: string;
	label: UsageLabel;
	/** True for a field of Adobe's, which other schemas may share. */
	isShared: boolean;
}

/**
 * Returns every field for personal data with its label.
 * @param tenantKey with its underscore
 */
export const fieldLabels = (
	tenantKey: string,
	customFields: readonly CustomField[],
): FieldLabel[] => [
	...CHATLIO_LABELS.map(({ path, label }) => ({
		path: `${tenantKey}.${CHATLIO_KEY}.${path}`,
		label,
		isShared: false,
	})),
	...customFields
		.filter(({ isPersonal }) => isPersonal)
		.map(({ name }) => ({
			path: `${tenantKey}.${CHATLIO_KEY}.${CUSTOM_KEY}.${name}`,
			label: CUSTOM_LABEL,
			isShared: false,
		})),
	...STANDARD_LABELS.map(({ path, label }) => ({ path, label, isShared: true })),
];

/**
 * Returns the label that Set Up applies to a field, for any organization and any custom field; undefined if none.
 * @param path dotted, from the top of the record
 */
export function labelOfField(path: string): UsageLabel | undefined {
	const own = /^_[^.]+\.(.+)$/.exec(path)?.[1];
	if (own?.startsWith(`${CHATLIO_KEY}.${CUSTOM_KEY}.`)) return CUSTOM_LABEL;
	const rules = own === undefined ? STANDARD_LABELS : CHATLIO_LABELS;
	const name = own === undefined ? path : own.slice(CHATLIO_KEY.length + 1);
	return rules.find((rule) => rule.path === name)?.label;
}
