import { asObject, asText } from '../json.mts';
import type { Inlet } from '../state/inlets.mts';
import type { World } from '../world.mts';
import { summarize } from '../xdm/validate.mts';
import { invalidMessage, messageText } from './problems.mts';

/** Adobe stops after five violations per message in synchronous validation. */
const MAX_VIOLATIONS = 5;

/** Validates a message before the response; throws Adobe's 400 with the violations. */
export function checkSync(world: World, inlet: Inlet, message: unknown): void {
	const { header, body } = asObject(message);
	const schemaId = asText(asObject(asObject(header).schemaRef).id) ?? '';
	const { xdmEntity } = asObject(body);
	if (xdmEntity === undefined) {
		throw invalidMessage(messageText(inlet.id, 'Payload body is missing xdmEntity'));
	}
	const violations = world.schemas.compiled(inlet.sandbox, schemaId)?.validate(xdmEntity) ?? [];
	if (violations.length === 0) return;
	throw invalidMessage(messageText(inlet.id, 'Message is invalid'), {
		_streamingValidation: [summarize(violations, MAX_VIOLATIONS)],
	});
}
