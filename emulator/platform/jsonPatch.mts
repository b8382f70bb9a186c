import { isObject, type JsonObject } from '../json.mts';

/** Thrown for a patch instruction that cannot be applied; the text is the reason. */
export class PatchRefused extends Error {
	readonly reason: 'operation' | 'instruction';

	constructor(reason: 'operation' | 'instruction', message: string) {
		super(message);
		this.reason = reason;
	}
}

/** Applies JSON Patch `add`, `replace` and `remove` (uppercase or lowercase) to a copy of the document. */
export function applyPatch(document: JsonObject, patch: unknown): JsonObject {
	if (!Array.isArray(patch)) {
		throw new PatchRefused('instruction', 'The body must be an array of patch instructions.');
	}
	const copy = structuredClone(document);
	for (const instruction of patch) applyOne(copy, instruction);
	return copy;
}

function applyOne(document: JsonObject, instruction: unknown): void {
	if (!isObject(instruction) || typeof instruction.path !== 'string') {
		throw new PatchRefused('instruction', "The patch instruction has no 'path'.");
	}
	const op = String(instruction.op).toLowerCase();
	if (!['add', 'replace', 'remove'].includes(op)) {
		throw new PatchRefused('operation', `Unsupported operation '${String(instruction.op)}'.`);
	}
	if (op !== 'remove' && instruction.value === undefined) {
		throw new PatchRefused('instruction', "The patch instruction has no 'value'.");
	}
	const steps = instruction.path
		.split('/')
		.slice(1)
		.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
	const last = steps.pop();
	if (last === undefined || [...steps, last].includes('__proto__')) {
		throw new PatchRefused('instruction', `The path '${instruction.path}' is not valid.`);
	}
	let parent: unknown = document;
	for (const step of steps) {
		parent = typeof parent === 'object' && parent ? (parent as JsonObject)[step] : undefined;
	}
	change(parent, last, op, instruction);
}

function change(parent: unknown, key: string, op: string, instruction: JsonObject): void {
	const exists = typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key);
	if (typeof parent !== 'object' || parent === null || (op !== 'add' && !exists)) {
		throw new PatchRefused('instruction', `The path '${String(instruction.path)}' does not exist.`);
	}
	if (Array.isArray(parent)) {
		const index = key === '-' ? parent.length : Number(key);
		if (op === 'remove') parent.splice(index, 1);
		else parent.splice(index, op === 'replace' ? 1 : 0, instruction.value);
	} else if (op === 'remove') {
		delete (parent as JsonObject)[key];
	} else {
		(parent as JsonObject)[key] = instruction.value;
	}
}
