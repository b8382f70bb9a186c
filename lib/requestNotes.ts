/**
 * What a credential and whoever reads the answer tell each other about a request. n8n decrypts a credential for its
 * `authenticate` only, and a token that is refused is another one a moment later.
 */
export interface RequestNotes {
	/** What the credential put into the request. */
	secrets: Set<string>;
	/** The token that the request was last sent with. */
	token?: string;
	/** A token that was refused: the credential asks n8n for another one instead of sending it again. */
	refusedToken?: string;
}

/** A symbol is neither sent nor something that a workflow can set, and it stays on the copies of a request. */
const NOTES = Symbol.for('n8n-nodes-chatlio-aep.requestNotes');

export const withNotes = <Request extends object>(
	request: Request,
	notes: RequestNotes,
): Request => ({ ...request, [NOTES]: notes });

/** Absent for requests that are not this package's own, such as those of n8n's HTTP Request node. */
export const notesOf = (request: object): RequestNotes | undefined =>
	Object.hasOwn(request, NOTES) ? (request as { [NOTES]?: RequestNotes })[NOTES] : undefined;

/** Leaves the secrets that a request is about to carry; without notes, nothing happens. */
export function leaveSecrets(request: object, secrets: string[]): void {
	const notes = notesOf(request);
	for (const secret of secrets) notes?.secrets.add(secret);
}
