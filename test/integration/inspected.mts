import { inspect } from 'node:util';

/** A value as text: as n8n stores it, and with everything that storing leaves out. */
export const inspected = (value: unknown) =>
	`${JSON.stringify(value)}${inspect(value, {
		depth: Infinity,
		showHidden: true,
		maxArrayLength: Infinity,
		maxStringLength: Infinity,
		breakLength: Infinity,
	})}`;
