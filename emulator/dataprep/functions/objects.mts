import { isObject } from '../../json.mts';
import { isSafeKey, ownValue, safeEntries } from '../../xdm/safe.mts';
import { NotComputable } from '../notComputable.mts';
import { readPath } from '../readPath.mts';
import { isNull, toArray, toRecord, toText } from '../values.mts';
import { fn, MANY, nullable, orElse, type FunctionTable } from './table.mts';

/** Creates an object from pairs, without unsafe keys; of equal keys, the last one counts. */
const objectOf = (pairs: Array<[string, unknown]>) =>
	Object.fromEntries(pairs.filter(([key]) => isSafeKey(key)));

function pairsOf(flat: unknown[]): Array<[string, unknown]> {
	if (flat.length % 2 === 1)
		throw new NotComputable('Each key needs a value: the number of arguments is odd');
	const pairs: Array<[string, unknown]> = [];
	for (let i = 0; i < flat.length; i += 2) pairs.push([toText(flat[i]), flat[i + 1]]);
	return pairs;
}

function arraysToObject(flat: unknown[]): unknown[] {
	const columns = pairsOf(flat).map(([key, items]): [string, unknown[]] => [key, toArray(items)]);
	const rows = Math.max(...columns.map(([, items]) => items.length));
	return Array.from({ length: rows }, (_, row) =>
		objectOf(columns.map(([key, items]) => [key, items[row]])),
	);
}

const delimiter = (value: unknown, otherwise: string) => toText(orElse(value, '')) || otherwise;

function fieldsOf(text: string, valueDelimiter: string, fieldDelimiter: string) {
	const pairs = text.split(fieldDelimiter).filter((field) => field.includes(valueDelimiter));
	return objectOf(
		pairs.map((field): [string, string] => {
			const at = field.indexOf(valueDelimiter);
			return [field.slice(0, at).trim(), field.slice(at + valueDelimiter.length).trim()];
		}),
	);
}

/** Adobe documents the size of arrays and objects only: a text has none. */
function sizeOf(value: unknown): number {
	if (isNull(value)) return 0;
	if (Array.isArray(value)) return value.length;
	return Object.keys(toRecord(value)).length;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new NotComputable(`"${text.slice(0, 60)}" is no JSON`);
	}
}

const byMember = (objects: unknown, member: unknown) =>
	objectOf(
		toArray(objects)
			.filter(isObject)
			.filter((item) => !isNull(ownValue(item, toText(member))))
			.map((item): [string, unknown] => [toText(ownValue(item, toText(member))), item]),
	);

const keysOf = (keys: unknown) => (Array.isArray(keys) ? keys.map(toText) : [toText(keys)]);

const toObject = nullable([2, MANY], (flat) => objectOf(pairsOf(flat)));
const arrays = nullable([2, MANY], arraysToObject);
const containsKey = fn(
	[1, 1],
	([path], { source }) => readPath(source, toText(path)) !== undefined,
);

/** Source: Adobe, "Data Prep mapping functions", hierarchies: objects and maps; JSON functions. */
export const objects: FunctionTable = {
	size_of: nullable([1, 1], ([value]) => sizeOf(value)),
	is_empty: nullable([1, 1], ([value]) => sizeOf(value) === 0),
	to_object: toObject,
	to_map: toObject,
	arrays_to_object: arrays,
	arrays_to_objects: arrays,
	str_to_object: fn([1, 3], ([text, value, field]) =>
		fieldsOf(toText(text), delimiter(value, ':'), delimiter(field, ',')),
	),
	contains_key: containsKey,
	is_set: containsKey,
	nullify: nullable([0, 0], () => null),
	get_keys: fn([1, 1], ([object]) => safeEntries(toRecord(object)).map(([key]) => key)),
	get_values: fn([3, 4], ([text, key, value, field]) =>
		orElse(
			ownValue(fieldsOf(toText(text), delimiter(value, ':'), delimiter(field, ',')), toText(key)),
			null,
		),
	),
	map_get_values: fn([2, 2], ([map, keys]) => {
		const values = keysOf(keys).map((key) => orElse(ownValue(toRecord(map), key), null));
		return Array.isArray(keys) ? values : values[0];
	}),
	map_has_keys: fn([2, 2], ([map, keys]) =>
		keysOf(keys).every((key) => ownValue(toRecord(map), key) !== undefined),
	),
	add_to_map: nullable([1, MANY], (maps) =>
		// Of equal keys, the first one counts.
		objectOf(
			maps
				.filter((map) => !isNull(map))
				.reverse()
				.flatMap((map) => safeEntries(toRecord(map))),
		),
	),
	object_to_map: fn([1, MANY], (args) => {
		if (args.length === 1) return objectOf(safeEntries(toRecord(args[0])));
		return Array.isArray(args[0]) ? byMember(args[0], args[1]) : objectOf(pairsOf(args));
	}),
	array_to_map: fn([2, 2], ([items, member]) => byMember(items, member)),
	json_to_object: fn([1, 1], ([text]) => parseJson(toText(text))),
};
