import { isIPv4, isIPv6 } from 'node:net';

/** Node's own reading of addresses, for tests that compare ours with it. */
export { isIPv4, isIPv6 };
