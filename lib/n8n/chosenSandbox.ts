import { fieldText } from '../problem/parameterValue';

/**
 * Returns the sandbox chosen in Options; empty means the credential's. An untouched resource locator is absent or has
 * an empty value.
 */
export function chosenSandbox(options: unknown): string {
	const { sandbox } = (options ?? {}) as { sandbox?: { value?: unknown } | null };
	const isLocator = typeof sandbox === 'object' && sandbox !== null && 'value' in sandbox;
	return fieldText(isLocator ? sandbox.value : sandbox, 'Sandbox');
}
