import * as n8nWorkflow from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';

/** Oldest n8n that this package supports. */
export const OLDEST_N8N = '2.20';

/**
 * An export of n8n-workflow since that n8n: n8n does not tell nodes its version. It has nothing to do with webhooks, but
 * no other feature of 2.20 has, and updates of n8n 1.x add only what is urgent there.
 */
const SINCE_OLDEST = 'WorkflowExecuteModeList';

/**
 * Returns true if this n8n is one of the supported versions, and so stores an event before it answers its sender. n8n
 * 1.123 and 2.0 answer first: a webhook that responds immediately then loses the events of an n8n that is killed.
 */
export const isSupportedN8n: boolean = SINCE_OLDEST in n8nWorkflow;

/** Notice of every node on an n8n that is too old; nothing on others. */
export const oldN8nNotice: INodeProperties[] = isSupportedN8n
	? []
	: [
			{
				displayName: `This n8n is older than ${OLDEST_N8N}, the oldest version that this package is tested on. Upgrade n8n.`,
				name: 'oldN8n',
				type: 'notice',
				default: '',
			},
		];
