import { chatlioCodes } from './chatlioCodes';
import { connectionCodes } from './connectionCodes';
import { credentialCodes } from './credentialCodes';
import { inletCodes } from './inletCodes';
import { mappingCodes } from './mappingCodes';
import { platformCodes } from './platformCodes';
import { privacyCodes } from './privacyCodes';
import { recordCodes } from './recordCodes';
import { setUpCodes } from './setUpCodes';
import { settingCodes } from './settingCodes';
import { webhookCodes } from './webhookCodes';

/**
 * Everything that can go wrong, one row each. A name in braces is filled in when the problem is created. Codes are
 * stable: workflows branch on them. docs/problem-codes.md is generated from this table.
 */
export const PROBLEM_CODES = {
	...settingCodes,
	...credentialCodes,
	...connectionCodes,
	...platformCodes,
	...privacyCodes,
	...setUpCodes,
	...recordCodes,
	...inletCodes,
	...chatlioCodes,
	...mappingCodes,
	...webhookCodes,
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;
