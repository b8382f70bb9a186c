import type { ProblemDefinition } from './problemDefinition';

/** Connections on which nothing was sent, and proxies that answer in place of a service. */
export const connectionCodes = {
	'connection.failed': {
		message: 'No connection to {host}: {reason}',
		advice: '{advice}',
		retry: 'later',
		source: 'Node.js, "Errors" and "DNS"',
	},
	'connection.notTrusted': {
		message: 'No secure connection to {host}: {reason}',
		advice: '{advice}',
		retry: 'afterChange',
		source: 'Node.js, "TLS: X509 certificate error codes"',
	},
	'proxy.authenticationRequired': {
		message: 'A proxy between n8n and {host} asks for a name and a password (status {status})',
		advice:
			'Set both in the proxy settings of n8n, for example HTTPS_PROXY=http://name:password@proxy:port.',
		retry: 'afterChange',
		source: 'RFC 9110, "407 Proxy Authentication Required"',
	},
	'proxy.signInRequired': {
		message: 'The network between n8n and {host} asks to sign in first (status {status})',
		advice: 'Ask whoever runs the network of n8n to let it through without signing in.',
		retry: 'afterChange',
		source: 'RFC 6585, "511 Network Authentication Required"',
	},
	'proxy.blocked': {
		message: 'An HTML page came back instead of a response from {host} (status {status}): {reason}',
		advice:
			'A proxy or firewall in between may have sent it: ask whoever runs the network of n8n to let requests to this host through. Otherwise check the address.',
		retry: 'afterChange',
	},
} as const satisfies Record<string, ProblemDefinition>;
