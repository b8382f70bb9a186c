/** What somebody sent makes no sense. The message is a sentence for them; Fastify answers with the status. */
export class BadInput extends Error {
	readonly statusCode = 400;
}
