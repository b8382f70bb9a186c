/** Invalid input. The message is a sentence for the sender; Fastify responds with the status. */
export class BadInput extends Error {
	readonly statusCode = 400;
}
