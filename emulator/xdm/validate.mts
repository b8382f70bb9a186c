import { Ajv, type ErrorObject } from 'ajv';
import { BadInput } from '../badInput.mts';
import type { JsonObject } from '../json.mts';
import { schemaMistakes } from './checkSchema.mts';
import { xdmFormats } from './formats.mts';
import { describe } from './messages.mts';
import type { Violation } from './violations.mts';

export { MAX_VIOLATIONS, summarize, type Violation } from './violations.mts';

/**
 * Creates a function that returns all differences between an entity and a resolved schema; an empty list means valid.
 * The schema comes from `resolveSchema`: references are not resolved here. Throws a sentence for each field that cannot
 * describe data.
 */
export function createValidator(fullSchema: JsonObject): (entity: unknown) => Violation[] {
	const mistakes = schemaMistakes(fullSchema);
	if (mistakes.length > 0) throw new BadInput(mistakes.join('. '));
	const schema = { ...fullSchema };
	// Ajv would register the first and look up the second; neither describes data.
	delete schema.$id;
	delete schema.$schema;
	const validate = newAjv().compile(schema);
	return (entity) => {
		if (validate(entity)) return [];
		return withoutRepetition(validate.errors ?? []).map(toViolation);
	};
}

function newAjv(): Ajv {
	const ajv = new Ajv({
		allErrors: true,
		ownProperties: true,
		strict: false,
		// XDM's patterns are Java's: "\-" outside of a class is an escape there and an error in Unicode
		// mode.
		unicodeRegExp: false,
		validateSchema: false,
		verbose: true,
		logger: false,
	});
	for (const [name, { check }] of Object.entries(xdmFormats)) ajv.addFormat(name, check);
	return ajv;
}

/** A value of the wrong type is never one of the listed values: it is reported once. */
function withoutRepetition(errors: ErrorObject[]): ErrorObject[] {
	const wrongType = new Set(
		errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
	);
	return errors.filter(
		({ keyword, instancePath }) => keyword !== 'enum' || !wrongType.has(instancePath),
	);
}

function toViolation(error: ErrorObject): Violation {
	return {
		schemaLocation: error.schemaPath.slice(0, error.schemaPath.lastIndexOf('/')),
		pointerToViolation: `#${error.instancePath}`,
		causingExceptions: [],
		keyword: error.keyword,
		message: describe(error),
	};
}
