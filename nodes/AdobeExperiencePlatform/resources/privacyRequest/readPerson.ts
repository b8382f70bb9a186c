import { readEmailAddress } from '../../../../lib/chatlio/emailAddress';
import type { PrivacyIdentity } from '../../../../lib/platform/services/privacyService';
import { requestText } from '../../../../lib/problem/requestText';
import { serviceError } from '../../../../lib/problem/serviceError';
import { BLOCKED_IDENTITIES, IDENTITY_CHARACTERS } from '../../../../lib/xdm/fields/recordLimits';
import { sha256 } from '../../../../lib/xdm/mapper/sha256';
import { DEFAULT_OPTIONS } from '../../../../lib/xdm/mappingOptions';
import type { OperationContext } from '../../shared/operation';
import { collectionOf, textOf } from '../../shared/parameters';

interface Options {
	hashedEmail: boolean;
	keepCase: boolean;
	userNamespace: unknown;
	visitorNamespace: unknown;
}

/** A value that names the person, as it was entered. */
export interface EnteredValue {
	label: string;
	value: string;
}

/** A person as entered, in the order of the panel, and as Adobe has them. */
export interface Person {
	entered: EnteredValue[];
	identities: PrivacyIdentity[];
}

/**
 * Reads the person of a request. The identities are those that Chatlio to XDM gives to records.
 * @throws ServiceError without any identity, or if a value cannot be one; its message never contains the value
 */
export function readPerson(context: OperationContext): Person {
	const options = collectionOf<Options>(context, 'options');
	const email = textOf(context, 'email', 'Email');
	const visitorId = idOf(context, 'visitorId', 'Visitor ID');
	const userId = idOf(context, 'userId', 'User ID');
	const entered = [
		{ label: 'Email', value: email },
		{ label: 'Visitor ID', value: visitorId },
		{ label: 'User ID', value: userId },
	].filter(({ value }) => value !== '');
	if (entered.length === 0) throw serviceError('privacy.noIdentity', {}, { field: 'Email' });
	const { visitorNamespace = DEFAULT_OPTIONS.visitorNamespace, userNamespace } = options;
	return {
		entered,
		identities: [
			...(email ? emailIdentities(email, options) : []),
			...identitiesIn(visitorNamespace, 'Visitor Namespace', visitorId),
			...identitiesIn(userNamespace, 'User Namespace', userId),
		],
	};
}

function idOf(context: OperationContext, name: string, label: string): string {
	const id = textOf(context, name, label);
	const isIdentity =
		id.length <= IDENTITY_CHARACTERS &&
		id.isWellFormed() &&
		!BLOCKED_IDENTITIES.has(id.toLowerCase());
	if (isIdentity) return id;
	const advice = 'Enter an ID that a record can have, or check the expression for this item.';
	throw serviceError(
		'setting.invalid',
		{ label, value: 'text that is no identity', advice },
		{ field: label },
	);
}

function emailIdentities(
	email: string,
	{ hashedEmail = false, keepCase = false }: Partial<Options>,
): PrivacyIdentity[] {
	const { address } = readEmailAddress(email);
	if (address === undefined) {
		throw serviceError(
			'setting.invalid',
			{ label: 'Email', value: 'text without an address', advice: 'Enter one email address.' },
			{ field: 'Email' },
		);
	}
	const lowerCase = address.toLowerCase();
	return [
		{ namespace: 'Email', value: keepCase ? address : lowerCase },
		...(hashedEmail ? [{ namespace: 'Email_LC_SHA256', value: sha256(lowerCase) }] : []),
	];
}

function identitiesIn(namespace: unknown, label: string, value: string): PrivacyIdentity[] {
	if (value === '') return [];
	const code = requestText(namespace, label, 'id');
	if (code) return [{ namespace: code, value }];
	throw serviceError('setting.empty', { label }, { field: label });
}
