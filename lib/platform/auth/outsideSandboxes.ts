import { SANDBOXES_PATH } from './sandboxNames';

/** Privacy Service acts on all sandboxes. Source: Privacy Service API reference, required headers. */
export const PRIVACY_PATH = '/data/core/privacy/';

/**
 * Returns true for a request that belongs to no sandbox, so that it must not name one.
 * @param path without the query
 */
export const isOutsideSandboxes = (path: string): boolean =>
	path === SANDBOXES_PATH || path.startsWith(PRIVACY_PATH);
