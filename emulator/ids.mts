// IDs in the forms that Adobe's documents show, so that no client built against the emulator relies
// on another form.
import { randomBytes, randomUUID } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Returns random lowercase hexadecimal text of `length` characters (an even number). */
export function hex(length: number): string {
	return randomBytes(length / 2).toString('hex');
}

/** Returns a batch ID: a ULID of 26 characters whose first ten encode the time. */
export function ulid(now: number): string {
	let time = '';
	for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) {
		time = CROCKFORD[rest % 32] + time;
	}
	return time + [...randomBytes(16)].map((byte) => CROCKFORD[byte % 32]).join('');
}

/** Returns a Flow Service etag; the inner double quotes are part of the value. */
export function etag(): string {
	return `"${hex(8)}-0000-0200-0000-${hex(8)}0000"`;
}

let counter = 0;

/** Returns a transaction ID in the older form `time:number:number`. Its numbers are not an index. */
export function colonTransactionId(now: number): string {
	counter = (counter + 1) % 10_000;
	return `${now}:${counter}:${randomBytes(1)[0]}`;
}

export const uuid = (): string => randomUUID();
