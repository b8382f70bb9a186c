import type { FastifyRequest } from 'fastify';
import { ORG_ID } from '../account.mts';
import { asArray, asObject, asText, isObject } from '../json.mts';
import { jsonBody } from '../platform/request.mts';
import { invalidRequest } from './problems.mts';

export interface UserId {
	namespace: string;
	value: string;
	/** The namespace qualifier. */
	type: string;
}

export type PrivacyAction = 'access' | 'delete';

export interface JobRequest {
	users: Array<{ key: string; actions: PrivacyAction[]; userIDs: UserId[] }>;
	/** Products as the documents spell them. */
	include: string[];
	regulation: string;
}

// Limits and lists. Sources: Privacy Service API specification; Adobe, "Privacy jobs endpoint" and "Privacy Service API
// guide appendix".
const MOST_USERS = 1_000;
const MOST_IDS = 9;
const ORG_NAMESPACES = ['imsorgid', 'imsorg'];
const ACTIONS: readonly string[] = ['access', 'delete'] satisfies PrivacyAction[];
const QUALIFIERS = [
	'standard',
	'custom',
	'integrationCode',
	'namespaceId',
	'unregistered',
	'analytics',
	'target',
];
const PRODUCTS = [
	'aepDataLake',
	'AdCloud',
	'Analytics',
	'AudienceManager',
	'Campaign',
	'cjm',
	'CRS',
	'identity',
	'marketo',
	'ProfileService',
	'Target',
];
/** The specification and the guide spell two of them differently. */
export const REGULATIONS = [
	'apa_aus',
	'ccpa',
	'cpa_co_usa',
	'cpra_ca_usa',
	'ctdpa_ct_usa',
	'dpdpa',
	'dpdpa_de_usa',
	'fdbr_fl_usa',
	'gdpr',
	'hipaa_usa',
	'icdpa_ia_usa',
	'lgpd_bra',
	'mcdpa_mn_usa',
	'mcdpa_mt_usa',
	'mhmda_wa_usa',
	'ndpa_ne_usa',
	'nhpa_nh_usa',
	'njdpa_nj_usa',
	'nzpa_nzl',
	'ocpa_or_usa',
	'pdpa_tha',
	'ql25',
	'ql25_qc_can',
	'tdpsa_tx_usa',
	'tipa_tn_usa',
	'ucpa_ut_usa',
	'vcdpa_va_usa',
];

/** Reads the body of a request for jobs; throws a 400 for what the documents do not allow. */
export function readJobRequest(request: FastifyRequest): JobRequest {
	const refuse = (detail: string) => invalidRequest(request, detail);
	const body = jsonBody(request);
	if (!isObject(body)) throw refuse('The request body is missing.');
	const isOwnOrg = asArray(body.companyContexts).some((context) => {
		const { namespace, value } = asObject(context);
		return ORG_NAMESPACES.includes(String(namespace).toLowerCase()) && value === ORG_ID;
	});
	if (!isOwnOrg) {
		throw refuse("The 'companyContexts' must have the organization of the request.");
	}
	const users = asArray(body.users);
	if (users.length < 1 || users.length > MOST_USERS) {
		throw refuse(`The 'users' must be 1 to ${MOST_USERS}.`);
	}
	return {
		users: users.map((user) => readUser(asObject(user), refuse)),
		include: readProducts(body.include, refuse),
		regulation: readRegulation(request, body.regulation),
	};
}

/** Returns a regulation that the service knows; throws a 400 that lists them otherwise. */
export function readRegulation(request: FastifyRequest, value: unknown): string {
	if (value === undefined || value === '') {
		throw invalidRequest(request, 'The `regulation` parameter is mandatory.');
	}
	if (REGULATIONS.includes(String(value))) return String(value);
	throw invalidRequest(
		request,
		`The \`regulation\` parameter is not one of ${REGULATIONS.join(', ')}.`,
	);
}

type Refuse = (detail: string) => Error;

function readUser(user: Record<string, unknown>, refuse: Refuse): JobRequest['users'][number] {
	const key = asText(user.key) ?? '';
	if (key === '') throw refuse("The 'key' of a user is missing.");
	const actions = asArray(user.action).map(String);
	if (actions.length === 0 || !actions.every((action) => ACTIONS.includes(action))) {
		throw refuse(`The 'action' of a user must be ${ACTIONS.join(' or ')}.`);
	}
	const ids = asArray(user.userIDs).map(asObject);
	if (ids.length < 1 || ids.length > MOST_IDS) {
		throw refuse(`The 'userIDs' of a user must be 1 to ${MOST_IDS}.`);
	}
	const userIDs = ids.map(({ namespace, value, type }) => {
		if (!asText(namespace) || !asText(value)) {
			throw refuse("The 'namespace' or the 'value' of a user ID is missing.");
		}
		if (!QUALIFIERS.includes(String(type))) {
			throw refuse(`The 'type' of a user ID must be one of ${QUALIFIERS.join(', ')}.`);
		}
		return { namespace: String(namespace), value: String(value), type: String(type) };
	});
	return { key, actions: [...new Set(actions)] as PrivacyAction[], userIDs };
}

function readProducts(value: unknown, refuse: Refuse): string[] {
	const names = asArray(value).map((name) => String(name).toLowerCase());
	const products = PRODUCTS.filter((product) => names.includes(product.toLowerCase()));
	if (names.length > 0 && products.length === new Set(names).size) return products;
	throw refuse(`The 'include' must be at least one of ${PRODUCTS.join(', ')}.`);
}
