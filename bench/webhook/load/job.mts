/** Job for the process that creates the load. */
export interface LoadJob {
	/** Addresses, shared among the connections. */
	urls: string[];
	/** Seconds during which new events are posted. */
	seconds: number;
	/** Number of senders, each of which posts its next event as soon as it has a response; alternative to `perSecond`. */
	senders?: number;
	/** Number of events per second, however long a response takes. */
	perSecond?: number;
}

export interface Acknowledged {
	id: string;
	/** Time at which it was posted, in ms since 1970. */
	at: number;
	/** Milliseconds until the response. */
	took: number;
}

/** Result of a job. */
export interface LoadResult {
	/** Events with a 2xx response. */
	acknowledged: Acknowledged[];
	/** Other responses, and missing ones. */
	failed: number;
	/** Start time, in ms since 1970. */
	startedAt: number;
	/** Seconds from the start to the last response. */
	seconds: number;
}
