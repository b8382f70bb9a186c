/** What the process that makes the load is told. */
export interface LoadJob {
	/** Its connections are shared out among them. */
	urls: string[];
	/** For so long new events are posted. */
	seconds: number;
	/** So many senders, each of which posts its next event as soon as the last one is answered; */
	senders?: number;
	/** or so many events a second, however long an answer takes. */
	perSecond?: number;
}

export interface Acknowledged {
	id: string;
	/** When it was posted, in ms since 1970. */
	at: number;
	/** How long the answer took, in ms. */
	took: number;
}

/** What it answers. */
export interface LoadResult {
	/** The events that were answered 2xx. */
	acknowledged: Acknowledged[];
	/** Other answers, and none in time. */
	failed: number;
	/** When it began, in ms since 1970. */
	startedAt: number;
	/** From then to the last answer. */
	seconds: number;
}
