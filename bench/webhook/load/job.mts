/** What the process that makes the load is told. */
export interface LoadJob {
	/** Its connections are shared out among them. */
	urls: string[];
	seconds: number;
	/** So many senders, each of which posts its next event as soon as the last one is answered; */
	senders?: number;
	/** or so many events a second, however long an answer takes. */
	perSecond?: number;
}

/** What it answers. */
export interface LoadResult {
	/** Ids of the events that were answered 2xx. */
	acknowledged: string[];
	/** Other answers, and none in time. */
	failed: number;
	/** When it began, in ms since 1970. */
	startedAt: number;
	seconds: number;
	/** Of the acknowledged ones, in ms, in no order. */
	latencies: number[];
}
