import { Answer, badRequest } from '../answer.mts';
import { asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';

const LABEL = 'xdm:descriptorLabel';

/** Source: Adobe, "Data usage labels glossary". */
const CORE_LABELS = [
	...Array.from({ length: 12 }, (_, index) => `C${index + 1}`),
	...['I1', 'I2', 'S1', 'S2', 'PSPD', 'RHD'],
];

/** Returns true for a descriptor that marks a field with data usage labels. */
export const isLabel = (descriptor: JsonObject) => descriptor['@type'] === LABEL;

/**
 * Rejects a label that is wrong for its field. Adobe's "Descriptors endpoint" names no descriptor for labels. Its Python
 * client writes and real organizations return `xdm:labels` on field groups; `xdm:label` and schemas are accepted, too.
 * Sources: adobe/aepp, `fieldgroupmanager.py`; "Descriptors endpoint" on the tenant's own object.
 */
export function checkLabel(
	descriptor: JsonObject,
	field: JsonObject | undefined,
	others: JsonObject[],
): void {
	if (descriptor['xdm:sourceVersion'] !== 1) {
		throw badRequest('The xdm:sourceVersion is the major version of the resource: 1');
	}
	const labels = [descriptor['xdm:labels'] ?? descriptor['xdm:label'] ?? []].flat() as unknown[];
	if (labels.length === 0) throw badRequest('The xdm:labels are empty');
	const wrong = labels.find((label) => !isKnown(asText(label) ?? ''));
	if (wrong !== undefined) throw badRequest(`The label ${String(wrong)} is not found`);
	if (isObject(field?.properties)) {
		throw badRequest('An object has no labels: label the fields in it');
	}
	const isSame = (other: JsonObject) =>
		isLabel(other) &&
		['xdm:sourceSchema', 'xdm:sourceProperty'].every((key) => other[key] === descriptor[key]);
	if (others.some(isSame)) throw badRequest('The field already has a descriptor of this type');
}

const isKnown = (label: string) =>
	/^custom\/\w+$/.test(label) || CORE_LABELS.some((name) => label === `core/${name}`);

/** Rejects a change of labels if the credential lacks the permission; the body is the emulator's own. */
export function checkLabelPermission(world: World, descriptor: JsonObject): void {
	if (world.settings.mayLabel || !isLabel(descriptor)) return;
	throw new Answer(403, {
		type: '/placeholder/type/uri',
		status: 403,
		title: 'ForbiddenError',
		detail: 'The permission Manage Usage Labels is missing',
	});
}
