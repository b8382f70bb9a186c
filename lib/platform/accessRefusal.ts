/**
 * Why the credential cannot be used: a sentence that names its field.
 * Carries no cause: n8n's request errors hold the client secret.
 */
export class AccessRefusal extends Error {
	/** Whether the same request may be granted later without a change of the credential. */
	readonly temporary: boolean;

	constructor(message: string, temporary = false) {
		super(message);
		this.name = 'AccessRefusal';
		this.temporary = temporary;
	}
}

/** n8n hands the refusal on inside its own error; two copies of the package share no class, hence the name. */
export function accessRefusalIn(error: unknown): AccessRefusal | undefined {
	const cause = (error as { cause?: unknown } | undefined)?.cause ?? error;
	return (cause as { name?: unknown } | undefined)?.name === 'AccessRefusal'
		? (cause as AccessRefusal)
		: undefined;
}
