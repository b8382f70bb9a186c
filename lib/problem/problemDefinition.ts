/**
 * Tells whether the same item can succeed. `later`: without any change. `afterChange`: once a setting, a credential or
 * something in Adobe or Chatlio is changed. `never`: the item itself has to be changed.
 */
export type ProblemRetry = 'later' | 'afterChange' | 'never';

export type ProblemService = 'adobe' | 'chatlio' | 'ims';

/** A row of the table of codes. */
export interface ProblemDefinition {
	/** The event, without a period at the end. */
	message: string;
	/** The remedy, in whole sentences. */
	advice: string;
	retry: ProblemRetry;
	service?: ProblemService;
	/** The document that the fact comes from; absent for what this package itself finds. */
	source?: string;
}
