import { chatlioFields } from './chatlioFields';
import { standardFields } from './standardFields';
import type { FieldTable } from './xdmField';

/** Key of Chatlio's fields in the tenant's own object. */
export const CHATLIO_KEY = 'chatlio';

/** The table of all fields. */
export const FIELD_TABLE: FieldTable = { standard: standardFields, chatlio: chatlioFields };

/** Fields of Adobe's own class and field groups. */
export const STANDARD_FIELDS = FIELD_TABLE.standard;

/** Fields of the tenant's own field group, under `_{tenantId}.chatlio`. */
export const CHATLIO_FIELDS = FIELD_TABLE.chatlio;
