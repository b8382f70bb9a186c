import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../http/isRecord';
import type { WithParameters } from './nodeParameters';

/** An expression that is nothing but a field of the item, e.g. `={{ $json.recordId }}`. */
const FIELD_ONLY = /^=\s*\{\{\s*\$json\.([A-Za-z_]\w*)\s*\}\}\s*$/;

/** Names in an expression whose value depends on fields of the item alone: these, and the output of another node. */
const FIELD_OR_NODE = /\$json\.([A-Za-z_]\w*)|\$\((?:'[^'\\]*'|"[^"\\]*")\)\.first\(\)/g;

/** Signs of anything else: n8n's other variables, time, and chance. */
const ANYTHING_ELSE = /\$|\b(?:Date|DateTime|Math)\b/;

/** The fields of the item that the value of a parameter depends on; undefined if it depends on more. */
type Fields = ReadonlySet<string> | undefined;

/**
 * Returns the parameters of a node for operations on many items: n8n takes milliseconds for each expression. One that
 * is only a field of the item is read from the item, and other parameters are evaluated once for all items with the
 * same values of the fields that they depend on. Whatever depends on more is left to n8n.
 */
export function quickParameters(n8n: IExecuteFunctions): WithParameters {
	const input = n8n.getInputData();
	const known = new Map<string, { raw: unknown; fields: Fields }>();
	const values = new Map<string, unknown>();
	const describe = (name: string) => {
		const earlier = known.get(name);
		if (earlier) return earlier;
		const raw: unknown = n8n.getNodeParameter(name, 0, '', { rawExpressions: true });
		const description = { raw, fields: fieldsIn(raw) };
		known.set(name, description);
		return description;
	};
	const getNodeParameter: Read = (name, item, fallback, options) => {
		const evaluate = () => n8n.getNodeParameter(name, item, fallback, options) as unknown;
		if (options?.rawExpressions) return evaluate();
		const { raw, fields } = describe(name);
		if (!fields) return evaluate();
		const { json } = input[item];
		const field = typeof raw === 'string' ? FIELD_ONLY.exec(raw)?.[1] : undefined;
		if (field !== undefined) return json[field];
		const key = JSON.stringify([name, options, ...[...fields].map((each) => json[each])]);
		if (!values.has(key)) values.set(key, evaluate());
		return values.get(key);
	};
	return { getNodeParameter: getNodeParameter as WithParameters['getNodeParameter'] };
}

type Read = (
	name: string,
	item: number,
	fallback?: unknown,
	options?: Parameters<IExecuteFunctions['getNodeParameter']>[3],
) => unknown;

function fieldsIn(value: unknown): Fields {
	if (typeof value === 'string') {
		if (!value.startsWith('=')) return new Set();
		if (ANYTHING_ELSE.test(value.replace(FIELD_OR_NODE, ''))) return undefined;
		return new Set([...value.matchAll(FIELD_OR_NODE)].flatMap(([, field]) => field ?? []));
	}
	if (!Array.isArray(value) && !isRecord(value)) return new Set();
	const fields = new Set<string>();
	for (const part of Object.values(value)) {
		const ofPart = fieldsIn(part);
		if (!ofPart) return undefined;
		for (const field of ofPart) fields.add(field);
	}
	return fields;
}
