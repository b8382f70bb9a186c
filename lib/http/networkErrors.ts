/**
 * Explanations of Node's error codes. n8n replaces every message that contains such a code (ENOTFOUND and the like)
 * with its own text (NodeError.setDescriptiveErrorMessage), so messages use these words instead.
 */
const EXPLANATIONS: Record<string, string> = {
	CERT_HAS_EXPIRED: 'its TLS certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
	EAI_AGAIN: 'its host name could not be looked up',
	ECONNABORTED: 'it did not answer in time',
	ECONNREFUSED: 'nothing accepts connections there',
	ECONNRESET: 'the connection was closed before the answer',
	EHOSTUNREACH: 'there is no route to the host',
	ENETUNREACH: 'there is no route to the host',
	ENOTFOUND: 'its host name is not known',
	ERR_CANCELED: 'the execution was stopped',
	ETIMEDOUT: 'it did not answer in time',
	SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate is not signed by a known authority',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate is not signed by a known authority',
};

/** Returns the reason that a server did not respond, to follow a colon. */
export const describeNetworkError = (code: string) => EXPLANATIONS[code] ?? 'no answer came back';
