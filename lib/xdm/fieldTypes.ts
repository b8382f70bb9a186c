export type XdmType =
	| 'array'
	| 'boolean'
	| 'date-time'
	| 'integer'
	| 'ipv4'
	| 'ipv6'
	| 'map'
	| 'string';

/** What a user may ask to withhold. */
export type PrivacyClass = 'email' | 'ip' | 'name' | 'text' | 'traits';

/** The three shapes of what Chatlio posts. Source: chatlio.com/docs/webhooks. */
export type PayloadShape = 'offlineMessage' | 'transcript' | 'visitorEvent';

/** One field of the record: drives the mapper and the field group of the schema. */
export interface XdmField {
	/** Full path of a standard field; below `_{tenantId}.chatlio` otherwise; below its element in an array. */
	path: string;
	title: string;
	description: string;
	type: XdmType;
	/** Path in the trigger's item; absent for what the mapper computes from several. */
	from?: string;
	/** Path in what Chatlio posts, for records that Adobe maps itself; of several, the first that says something. */
	payload?: Partial<Record<PayloadShape, string | readonly string[]>>;
	privacy?: PrivacyClass;
	/** The hash of its value, in place of the value, when the user asks for hashes. */
	hashed?: true;
	/** Private only when the visitor wrote the message: the neighbouring `fromVisitor` says so. */
	visitorOnly?: true;
	/** Of an array's elements. */
	fields?: readonly XdmField[];
}
