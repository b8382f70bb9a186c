import { findForeignCharacter } from '../problem/requestText';
import { serviceError } from '../problem/serviceError';

/**
 * Checks the values of headers: an HTTP library drops the characters that a header cannot have, and sends the rest.
 * Texts from responses, such as etags and tokens, become headers too.
 * @throws ServiceError that names the header, never its value
 */
export function assertHeaderText(headers: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(headers)) {
		const part = `The header ${name}`;
		for (const text of [value].flat()) {
			if (typeof text === 'object' && text !== null)
				throw serviceError('unexpected.value', { what: part });
			const found = findForeignCharacter(String(text), 'header');
			if (found) throw serviceError('request.invalidCharacter', { part, ...found });
		}
	}
}
