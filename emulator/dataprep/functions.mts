import { arrays } from './functions/arrays.mts';
import { dates } from './functions/dates.mts';
import { hashes } from './functions/hashes.mts';
import { logic } from './functions/logic.mts';
import { numbers } from './functions/numbers.mts';
import { objects } from './functions/objects.mts';
import { strings } from './functions/strings.mts';
import type { DataPrepFunction, FunctionTable, Scope } from './functions/table.mts';
import { urls } from './functions/urls.mts';
import { NotComputable } from './notComputable.mts';
import { isNull } from './values.mts';

/** Every function that the emulator computes, by name. */
export const functions: FunctionTable = {
	...strings,
	...hashes,
	...urls,
	...dates,
	...objects,
	...arrays,
	...logic,
	...numbers,
};

/**
 * Functions that need Adobe's own data, such as a device database or an identity service. They return null with a
 * warning.
 */
const NOT_COMPUTED = /^(?:ua_(?:os|agent|device)_[a-z_]+|fpid_to_ecid|aa_[a-z_]+)$/;

/** Returns the reason that a call can never work, whatever the record; undefined if it can. */
export function callMistake(name: string, count: number): string | undefined {
	if (!Object.hasOwn(functions, name)) {
		return NOT_COMPUTED.test(name) ? undefined : `Data Prep has no function ${name}()`;
	}
	const [fewest, most] = functions[name].takes;
	if (count >= fewest && count <= most) return undefined;
	const range = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
	const needed = most === Infinity ? `at least ${fewest}` : range;
	return `${name}() takes ${needed} ${needed.endsWith('1') ? 'argument' : 'arguments'}, not ${count}`;
}

/** Calls a function. Throws NotComputable if it has no value. */
export function call(name: string, args: unknown[], scope: Scope): unknown {
	const mistake = callMistake(name, args.length);
	if (mistake) throw new NotComputable(mistake);
	if (!Object.hasOwn(functions, name)) {
		throw new NotComputable(`${name}() is Adobe's, but this local platform does not compute it`);
	}
	const { nulls, compute }: DataPrepFunction = functions[name];
	return !nulls && isNull(args[0]) ? null : compute(args, scope);
}
