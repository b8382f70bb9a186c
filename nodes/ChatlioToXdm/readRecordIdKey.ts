import type {
	ICredentialsDecrypted,
	IExecuteFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { createProblem, type Problem } from '../../lib/problem/problem';
import { logProgrammingError } from '../../lib/problem/programmingError';
import { ServiceError } from '../../lib/problem/serviceError';
import { toProblem } from '../../lib/problem/toProblem';
import { adviseOnRecordIdKey } from '../../lib/xdm/mapper/recordIdKey';

const KEY_CREDENTIAL = 'chatlioRecordIdKeyApi';

/** Checks the credential's own field: no service can check a key that the user made up. */
export async function testRecordIdKey({
	data,
}: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	const advice = adviseOnRecordIdKey(data?.secretKey);
	return advice
		? { status: 'Error', message: advice }
		: { status: 'OK', message: 'Records can get their IDs with this key' };
}

export type RecordIds = 'keyed' | 'plain';

/** The key for record IDs, or the problem with it; undefined if no setting needs it. */
export type RecordIdKey = string | Problem | undefined;

/** Reads the key before anything is mapped, if a setting may need it. */
export async function readRecordIdKey(context: IExecuteFunctions): Promise<RecordIdKey> {
	if (!mayNeedKey(context)) return undefined;
	if (!context.getNode().credentials?.[KEY_CREDENTIAL]) return missingKey();
	try {
		const { secretKey } = await context.getCredentials(KEY_CREDENTIAL);
		const advice = adviseOnRecordIdKey(secretKey);
		if (advice === undefined) return secretKey as string;
		return createProblem('recordIdKey.unusable', { advice });
	} catch (error) {
		logProgrammingError(context, error);
		const { message } = toProblem(error, 'The credential');
		return createProblem('credential.unreadable', { reason: message });
	}
}

/**
 * Returns the key for the record IDs of an item; undefined for plain IDs.
 * @throws ServiceError if there is no usable key: the ID must not be plain instead
 */
export function chosenKey(recordIds: RecordIds | undefined, key: RecordIdKey): string | undefined {
	if ((recordIds ?? 'plain') === 'plain') return undefined;
	if (typeof key === 'string') return key;
	throw new ServiceError(key ?? missingKey());
}

/** Returns true also for an expression, in the option or for all options, because its result may need the key. */
function mayNeedKey(context: IExecuteFunctions): boolean {
	const options = context.getNode().parameters.options ?? {};
	if (typeof options !== 'object') return true;
	return ((options as { recordIds?: unknown }).recordIds ?? 'plain') !== 'plain';
}

const missingKey = () => createProblem('recordIdKey.missing', {});
