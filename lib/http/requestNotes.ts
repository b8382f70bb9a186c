/**
 * Notes about a request that the credential and the sender share. n8n decrypts a credential only for its
 * `authenticate`, and a new token replaces a rejected one a moment later.
 */
export interface RequestNotes {
	/** Secrets that the credential added to the request. */
	secrets: Set<string>;
	/** Token that the request was last sent with. */
	token?: string;
	/** Token that was rejected: the credential requests a new one from n8n instead of sending this one again. */
	refusedToken?: string;
}

/** A symbol is never sent, cannot be set by a workflow, and is kept on copies of a request. */
const NOTES = Symbol.for('n8n-nodes-chatlio-aep.requestNotes');

export const withNotes = <Request extends object>(
	request: Request,
	notes: RequestNotes,
): Request => ({ ...request, [NOTES]: notes });

/**
 * Returns the notes of a request; undefined for requests of other packages, such as those of n8n's HTTP Request node.
 */
export const notesOf = (request: object): RequestNotes | undefined =>
	Object.hasOwn(request, NOTES) ? (request as { [NOTES]?: RequestNotes })[NOTES] : undefined;

/** Adds the secrets that a request is about to carry to its notes; without notes, does nothing. */
export function leaveSecrets(request: object, secrets: string[]): void {
	const notes = notesOf(request);
	for (const secret of secrets) notes?.secrets.add(secret);
}
