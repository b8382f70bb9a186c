import { setImmediate as turn } from 'node:timers/promises';

/** Resolves once nothing goes on by itself any more: promises are settled before the next turn of the event loop. */
export const idle = async (): Promise<void> => await turn();
