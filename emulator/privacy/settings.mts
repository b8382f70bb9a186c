/** Settings of Privacy Service, for what its documents leave open. */
export interface PrivacySettings {
	/** Permissions of the credential in the product profile of Privacy Service, which is not that of the platform. */
	privacyAccess: 'readWrite' | 'read' | 'none';
	/** Time that a job is submitted, and then processed; at Adobe, products answer within 30 days. */
	privacyStepMs: number;
	/** Number of the first page of jobs: the specification counts from 1, the guide from 0. */
	privacyFirstPage: 0 | 1;
	/** Answer to a list without jobs: integrators report 404, and no page of Adobe describes it. */
	privacyEmptyList: 'notFound' | 'list';
	/** Name of the list of created jobs: `jobs` in the examples, `jobDetails` in the specification's type. */
	privacyCreatedList: 'jobs' | 'jobDetails';
	/**
	 * Identities by which the data lake finds records: those that a schema's descriptors declare, or those in
	 * `identityMap`, too. The documents require a descriptor and are silent about `identityMap`.
	 */
	privacyLakeIdentities: 'descriptors' | 'identityMap';
	/** Most jobs in 24 hours. Source: Adobe's knowledge base, ka-26552. */
	privacyJobsPerDay: number;
}

export const defaultPrivacySettings: PrivacySettings = {
	privacyAccess: 'readWrite',
	privacyStepMs: 600_000,
	privacyFirstPage: 1,
	privacyEmptyList: 'notFound',
	privacyCreatedList: 'jobs',
	privacyLakeIdentities: 'descriptors',
	privacyJobsPerDay: 20_000,
};

export const PRIVACY_CHOICES = {
	privacyAccess: ['readWrite', 'read', 'none'],
	privacyFirstPage: [0, 1],
	privacyEmptyList: ['notFound', 'list'],
	privacyCreatedList: ['jobs', 'jobDetails'],
	privacyLakeIdentities: ['descriptors', 'identityMap'],
} as const satisfies { [K in keyof PrivacySettings]?: readonly unknown[] };
