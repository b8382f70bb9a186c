import type {
	ICredentialsDecrypted,
	IExecuteFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { logFault, sentenceOf } from '../../lib/fault';
import { adviseOnRecordIdKey } from '../../lib/xdm/recordIdKey';
import { Refusal } from './refusal';

const KEY_CREDENTIAL = 'chatlioRecordIdKeyApi';

/** Checks the credential's own field: there is nobody to ask about a key that its owner made up. */
export async function testRecordIdKey({
	data,
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const advice = adviseOnRecordIdKey(data?.secretKey);
	return advice
		? { status: 'Error', message: advice }
		: { status: 'OK', message: 'Records can get their IDs with this key' };
}

export type RecordIds = 'keyed' | 'plain';

/** The key for IDs of records, or why it cannot be used; nothing where no setting asks for it. */
export type RecordIdKey = string | Refusal | undefined;

/** Reads the key before anything is mapped, if a setting may ask for it. */
export async function readRecordIdKey(context: IExecuteFunctions): Promise<RecordIdKey> {
	if (!mayAskForKey(context)) return undefined;
	if (!context.getNode().credentials?.[KEY_CREDENTIAL]) return missing();
	try {
		const { secretKey } = await context.getCredentials(KEY_CREDENTIAL);
		const advice = adviseOnRecordIdKey(secretKey);
		if (advice === undefined) return secretKey as string;
		return new Refusal('The credential for keyed record IDs holds no key that can be used', advice);
	} catch (error) {
		logFault(context, error);
		return new Refusal(
			sentenceOf(error, 'The credential for keyed record IDs could not be read'),
			'Look at the credential of this node: it may have been deleted',
		);
	}
}

/**
 * The key that an item's records get their IDs with; `undefined` for plain ones.
 *
 * @throws Refusal when there is none that can be used: an ID must not turn out plain instead.
 */
export function chosenKey(recordIds: RecordIds | undefined, key: RecordIdKey): string | undefined {
	if ((recordIds ?? 'plain') === 'plain') return undefined;
	if (typeof key === 'string') return key;
	throw key ?? missing();
}

/** An expression, for the option or for all of them, may come to ask for it. */
function mayAskForKey(context: IExecuteFunctions): boolean {
	const options = context.getNode().parameters.options ?? {};
	if (typeof options !== 'object') return true;
	return ((options as { recordIds?: unknown }).recordIds ?? 'plain') !== 'plain';
}

function missing(): Refusal {
	return new Refusal(
		'Record IDs is Keyed, but no credential holds the key',
		'Choose or create a Chatlio Record ID Key credential in this node',
	);
}
