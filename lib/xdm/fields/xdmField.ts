/** Kinds of values that a user may withhold. */
export type PrivacyClass = 'email' | 'ip' | 'name' | 'text' | 'traits';

/**
 * Part of a field that is searched for withheld values. `text`: all of it; what is found is replaced. `url`: the query
 * and the fragment, in the same way. `address`: kept complete, or left out if it is as a whole a withheld value. `id`:
 * kept complete, or left out if it contains an address of a withheld kind. `userAgent`: only addresses, and not the
 * versions of products, which look like IP addresses. `none`: nothing; IDs, times, marks and
 * enumerations stay as they are, because removing a part of them would destroy the record.
 */
export type Searched = 'address' | 'id' | 'none' | 'text' | 'url' | 'userAgent';

/** The three shapes of Chatlio's payloads. Source: chatlio.com/docs/webhooks. */
export type PayloadShape = 'offlineMessage' | 'transcript' | 'visitorEvent';

interface FieldBase {
	/**
	 * Full path of a standard field; path under `_{tenantId}.chatlio` of a tenant field; name of a field in a list
	 * element.
	 */
	path: string;
	title: string;
	description: string;
	/** Path in the trigger's item; absent if the mapper computes the value. */
	from?: string;
	/** Paths in Chatlio's payload, for records that Adobe maps; the first path that has a value counts. */
	payload?: Partial<Record<PayloadShape, string | readonly string[]>>;
	privacy?: PrivacyClass;
	searched: Searched;
	/** Private only if the visitor wrote the message, according to `fromVisitor` in the same object. */
	visitorOnly?: true;
	hashed?: undefined;
	fields?: undefined;
}

/** Text; numbers and booleans become text. */
interface StringField extends Omit<FieldBase, 'hashed'> {
	type: 'string';
	/** Replaces the value with its hash if the user asks for hashes. */
	hashed?: true;
}

/**
 * A value of the named type; any other value counts as unreadable. `integer`: up to 2^53 - 1, because larger integers
 * have lost digits.
 */
interface ScalarField extends FieldBase {
	type: 'boolean' | 'date-time' | 'integer' | 'ipv4' | 'ipv6';
}

/** True if the visitor wrote the message. Payloads without a flag have no author ID for the visitor's messages. */
interface WrittenByVisitorField extends Omit<FieldBase, 'payload'> {
	type: 'writtenByVisitor';
	payload?: Partial<Record<PayloadShape, readonly [flag: string, authorId: string]>>;
}

/** `elementCount`: the number of elements in a list. `traits`: an object, stored as a map of text. */
interface CollectionField extends FieldBase {
	type: 'elementCount' | 'traits';
}

/** A list of objects with these fields. */
interface MessageListField extends Omit<FieldBase, 'fields'> {
	type: 'messageList';
	fields: readonly MessageField[];
}

/** A number that the mapper counts itself. */
interface CountField extends Omit<FieldBase, 'from' | 'payload'> {
	type: 'count';
	from?: undefined;
	payload?: undefined;
}

interface IdentityMapField extends Omit<FieldBase, 'from' | 'payload'> {
	type: 'identityMap';
	from?: undefined;
	payload?: undefined;
}

/** A field of a list element; each of its paths is a single name. */
export type MessageField = StringField | ScalarField | WrittenByVisitorField;

/** A field that can be read from an item. */
export type SourceField = MessageField | CollectionField | MessageListField;

/** A field that the tenant's own field group can contain. */
export type TenantField = SourceField | CountField;

/** One field of the record: drives the mapper, the field group of the schema and Data Prep's mapping sets. */
export type XdmField = TenantField | IdentityMapField;

/** Returns true for a field whose value comes from the item or the payload, not from the mapper. */
export const isSourceField = (field: XdmField): field is SourceField =>
	field.type !== 'count' && field.type !== 'identityMap';

export type FieldType = XdmField['type'];

export type SourceType = SourceField['type'];

/** The fields of a record. */
export interface FieldTable {
	/** Fields of Adobe's own class and field groups. */
	standard: readonly XdmField[];
	/** Fields of the tenant's own field group, under `_{tenantId}.chatlio`. */
	chatlio: readonly TenantField[];
}
