import { addedOption } from '../problem/parameterValue';
import { requestText } from '../problem/requestText';

/**
 * Returns the sandbox chosen in Options; empty means the credential's. An untouched resource locator is absent or has
 * an empty value.
 * @throws ServiceError for a text that cannot be the name of a sandbox, and for an expression that returns nothing
 */
export const chosenSandbox = (options: unknown): string =>
	requestText(addedOption(options, 'sandbox', 'Sandbox'), 'Sandbox', 'sandbox');
