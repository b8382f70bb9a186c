import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes held now: objects, and buffers outside of the heap. */
export function heldBytes(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** Takes away what nobody needs any more, then gives the bytes held: what comes on top of it is new. */
export function startOfHeap(): number {
	collectGarbage();
	return heldBytes();
}
