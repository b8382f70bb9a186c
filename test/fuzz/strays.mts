import { runInThisContext } from 'node:vm';

/** What nobody caught in this process, as text. */
export const strayErrors: string[] = [];

// Jest gives tests a copy of `process` that hears nothing: this is the one Node itself tells.
const real = runInThisContext('process') as NodeJS.Process;

const note = (error: unknown) => {
	strayErrors.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
};
real.on('unhandledRejection', note);
real.on('uncaughtExceptionMonitor', note);
