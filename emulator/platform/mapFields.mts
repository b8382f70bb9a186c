import { isObject, type JsonObject } from '../json.mts';
import { safeEntries } from '../xdm/safe.mts';

const VALUE_TYPES = ['string', 'integer'];

/**
 * Returns a sentence for each map field that is not described as the guide demands: `meta:xdmType` is `map`, it has no
 * properties, and its values are texts or integers. Source: Adobe, "Define XDM fields in the Schema Registry API",
 * custom map types.
 */
export function mapMistakes(node: JsonObject, path = ''): string[] {
	const children = [node.properties, node.definitions].filter(isObject).flatMap(safeEntries);
	return [
		...ownMistakes(node, `The map ${path.slice(1)}`),
		...children.flatMap(([name, child]) =>
			isObject(child) ? mapMistakes(child, `${path}.${name}`) : [],
		),
		...[node.items].filter(isObject).flatMap((items) => mapMistakes(items, `${path}[]`)),
	];
}

function ownMistakes(node: JsonObject, name: string): string[] {
	const values = node.additionalProperties;
	const isMap = node['meta:xdmType'] === 'map';
	if (!isMap && !isObject(values)) return [];
	if (isObject(node.properties)) return [`${name} must not define properties`];
	if (!isMap) return [`${name} needs meta:xdmType "map"`];
	return isObject(values) && VALUE_TYPES.includes(String(values.type))
		? []
		: [`${name} needs additionalProperties of the type string or integer`];
}
