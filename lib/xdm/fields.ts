import { chatFields } from './chatFields';
import type { XdmField } from './fieldTypes';
import { standardFields } from './standardFields';

/** Fields of Adobe's own class and field groups. */
export const STANDARD_FIELDS: readonly XdmField[] = standardFields;

/** Fields of the tenant's own field group, below `_{tenantId}.chatlio`. */
export const CHATLIO_FIELDS: readonly XdmField[] = chatFields;

/** Where the tenant's fields stand below its key. */
export const CHATLIO_KEY = 'chatlio';
