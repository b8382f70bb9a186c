import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLIENT_ID, CLIENT_SECRETS, SCOPES } from '../account.mts';
import { Answer } from '../answer.mts';
import type { World } from '../world.mts';

/**
 * Registers Adobe's token endpoint, OAuth Server-to-Server. Parameters are accepted in the form body and in the query.
 * The statuses and texts of rejections are those that clients have reported; Adobe documents none.
 */
export function tokenRoutes(app: FastifyInstance, world: World): void {
	app.post('/ims/token/v3', (request, reply) => {
		world.tokens.count('tokenRequests');
		const refusal = checkTokenRequest(parametersOf(request));
		if (refusal) {
			world.tokens.count('tokensRefused');
			throw new Answer(400, refusal);
		}
		const scope = scopesOf(parametersOf(request).get('scope') ?? '').join(',');
		const seconds = world.settings.tokenSeconds;
		const token = world.tokens.issue(scope, seconds, world.now());
		void reply.header('cache-control', 'no-store');
		return { access_token: token, token_type: 'bearer', expires_in: seconds };
	});
}

function parametersOf(request: FastifyRequest): URLSearchParams {
	const parameters = new URLSearchParams(request.url.split('?')[1] ?? '');
	const type = String(request.headers['content-type'] ?? '');
	if (type.startsWith('application/x-www-form-urlencoded') && Buffer.isBuffer(request.body)) {
		for (const [name, value] of new URLSearchParams(request.body.toString('utf8'))) {
			parameters.set(name, value);
		}
	}
	return parameters;
}

function checkTokenRequest(
	parameters: URLSearchParams,
): { error: string; error_description: string } | undefined {
	const secret = parameters.get('client_secret') ?? '';
	if (parameters.get('grant_type') !== 'client_credentials') {
		return {
			error: 'unsupported_grant_type',
			error_description: `unsupported grant_type: ${parameters.get('grant_type') ?? 'none'}`,
		};
	}
	if (parameters.get('client_id') !== CLIENT_ID) {
		return { error: 'invalid_client', error_description: 'invalid client_id parameter' };
	}
	if (!CLIENT_SECRETS.some((known) => known === secret)) {
		return { error: 'invalid_client', error_description: 'invalid client_secret parameter' };
	}
	const scopes = scopesOf(parameters.get('scope') ?? '');
	const unknown = scopes.filter((scope) => !SCOPES.some((known) => known === scope));
	if (scopes.length === 0 || unknown.length > 0) {
		return { error: 'invalid_scope', error_description: `invalid scope: ${unknown.join(',')}` };
	}
	return undefined;
}

/** Adobe's examples separate scopes with commas, OAuth with spaces. */
function scopesOf(text: string): string[] {
	return text.split(/[\s,]+/).filter((scope) => scope !== '');
}
