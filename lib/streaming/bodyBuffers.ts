/** Reusable memory for the bodies of batch requests: with a new buffer for each, some 70 MB pile up until V8 collects. */
export interface BodyBuffers {
	/** Returns a buffer of at least this many bytes, with any content. */
	take(bytes: number): Buffer;
	/** Takes back the memory of a body that was written into a taken buffer and that nobody reads any more. */
	giveBack(body: Buffer): void;
}

/** Sizes are rounded up to this many bytes, so that nearly equal bodies fit into the same memory. */
const STEP_BYTES = 65_536;

/** Creates the memory of one run; it holds at most as many buffers as were taken at the same time. */
export function createBodyBuffers(): BodyBuffers {
	const free: Buffer[] = [];
	return {
		take(bytes) {
			const position = free.findIndex(({ length }) => length >= bytes);
			if (position >= 0) return free.splice(position, 1)[0];
			// In place of one that is too small: otherwise, growing bodies would add one after the other.
			free.pop();
			return Buffer.allocUnsafeSlow(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
		},
		giveBack({ buffer }) {
			free.push(Buffer.from(buffer));
		},
	};
}
