import type { ProblemDefinition } from './problemDefinition';

const GATEWAY = 'Adobe, "API troubleshooting guide"';
const TOKENS = 'Adobe Developer Console, "Server to server authentication"';
const OAUTH = 'RFC 6749, section 5.2';
const IN_CONSOLE = 'in the Adobe Developer Console, under OAuth Server-to-Server';

/** Credentials, and requests for an access token. */
export const credentialCodes = {
	'credential.missing': {
		message: 'This node has no credential for {purpose}',
		advice: 'Choose or create one in this node.',
		retry: 'afterChange',
	},
	'credential.unreadable': {
		message: 'The credential could not be read: {reason}',
		advice: 'Check the credential of this node: it may have been deleted.',
		retry: 'afterChange',
	},
	'credential.incomplete': {
		message: 'The field {field} of the credential is empty',
		advice: `Copy it ${IN_CONSOLE}.`,
		retry: 'afterChange',
	},
	'credential.invalidCharacter': {
		message: 'The field {label} of the credential contains {character} at position {position}',
		advice:
			'It can have only {allowed}. Delete the character, or type the value instead of pasting it.',
		retry: 'afterChange',
	},
	'credential.organizationIdInvalid': {
		message: 'The Organization ID must end with @AdobeOrg',
		advice: 'Copy it from the Adobe Developer Console, under Organization ID.',
		retry: 'afterChange',
	},
	'credential.hostNotAllowed': {
		message:
			"The credential is only sent to Adobe's hosts and to the ones in its field Allowed Hosts, and {host} is neither",
		advice: 'Correct the {field}, or add {entry} to Allowed Hosts in the credential.',
		retry: 'afterChange',
	},
	'credential.restricted': {
		message: 'The credential is only for the nodes of this package',
		advice: 'To use it in other nodes, turn on Use in HTTP Request Node in the credential.',
		retry: 'afterChange',
	},
	'credential.unsafeRequest': {
		message: 'The credential is not sent {route}',
		advice: '{advice}',
		retry: 'afterChange',
	},
	'credential.scopesRejected': {
		message: 'Adobe does not grant the scopes in the field Scopes',
		advice: `Copy them from the project ${IN_CONSOLE}.`,
		retry: 'afterChange',
		service: 'ims',
		source: TOKENS,
	},
	'credential.clientSecretRejected': {
		message: 'Adobe does not accept the Client Secret',
		advice: `Retrieve it again ${IN_CONSOLE}. A secret may have been replaced or deleted.`,
		retry: 'afterChange',
		service: 'ims',
		source: TOKENS,
	},
	'credential.clientIdUnknown': {
		message: 'Adobe does not know the Client ID',
		advice: `Copy it again ${IN_CONSOLE}.`,
		retry: 'afterChange',
		service: 'ims',
		source: TOKENS,
	},
	'credential.clientUnauthorized': {
		message: 'Adobe does not allow this Client ID to request tokens by itself',
		advice:
			'Use the values of an OAuth Server-to-Server credential of your project in the Adobe Developer Console. Those of a Service Account (JWT) or of an OAuth web app do not work.',
		retry: 'afterChange',
		service: 'ims',
		source: OAUTH,
	},
	'credential.accessDenied': {
		message: 'Adobe denies access to this Client ID',
		advice:
			'Check in the Adobe Developer Console that the project still exists and is approved, and that its credential has the Experience Platform API with a product profile. If it does, ask an administrator of your organization.',
		retry: 'afterChange',
		service: 'ims',
		source: OAUTH,
	},
	'credential.tokenRequestInvalid': {
		message: 'Adobe cannot read the Client ID, the Client Secret, or the Scopes',
		advice: `Copy Client ID, Client Secret and Scopes again ${IN_CONSOLE}, without spaces or line breaks around them, and check the Token URL in the credential.`,
		retry: 'afterChange',
		service: 'ims',
		source: OAUTH,
	},
	'credential.grantTypeRejected': {
		message: 'The Token URL does not issue tokens to OAuth Server-to-Server credentials',
		advice:
			'Correct the field Token URL in the credential: its default is https://ims-na1.adobelogin.com/ims/token/v3.',
		retry: 'afterChange',
		service: 'ims',
		source: OAUTH,
	},
	'credential.tokenRejected': {
		message: 'The Token URL answered with status {status} and without a token',
		advice: 'Check the Token URL in the credential.',
		retry: 'afterChange',
		service: 'ims',
	},
	'credential.tokenRateLimited': {
		message: 'Adobe asks for fewer token requests',
		advice: 'Wait a minute, then try again.',
		retry: 'later',
		service: 'ims',
		source: TOKENS,
	},
	'credential.tokenServiceUnavailable': {
		message: "Adobe's token service is not available at the moment (status {status})",
		advice: 'Try again in a few minutes.',
		retry: 'later',
		service: 'ims',
	},
	'credential.tokenUrlSilent': {
		message: 'The Token URL gave no answer: {reason}',
		advice: 'Check the Token URL in the credential and the network of n8n.',
		retry: 'later',
		service: 'ims',
	},
	'credential.rejected': {
		message: '{reason}',
		advice: '{advice}',
		retry: 'afterChange',
		service: 'adobe',
		source: GATEWAY,
	},
	'credential.platformUrlSilent': {
		message: 'The Platform URL gave no answer: {reason}',
		advice: 'Check the Platform URL in the credential and the network of n8n.',
		retry: 'later',
		service: 'adobe',
	},
	'credential.platformUrlWrong': {
		message: 'The Platform URL does not answer as Adobe Experience Platform does',
		advice: 'Check the Platform URL in the credential.',
		retry: 'afterChange',
		service: 'adobe',
	},
	'credential.sandboxNotAllowed': {
		message:
			'The field Sandbox is "{sandbox}", which this account cannot use (it can use: {allowed})',
		advice: "Correct it, or add the account to a role of that sandbox in Adobe's Permissions.",
		retry: 'afterChange',
		service: 'adobe',
		source: 'Adobe, "Sandbox API guide"',
	},
	'request.invalidCharacter': {
		message:
			'{part} contains {character} at position {position}, which would be lost or changed on the way',
		advice:
			'Nothing was sent. Correct the value where it comes from: a field of the node, or the resource in Adobe that it was read from.',
		retry: 'afterChange',
	},
	'request.blocked': {
		message: 'n8n did not send the request: {reason}',
		advice: 'Check that the credential still exists and that n8n may reach this host.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
