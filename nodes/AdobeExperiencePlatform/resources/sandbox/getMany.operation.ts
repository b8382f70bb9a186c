import { listSandboxes } from '../../../../lib/platform/services/sandboxes';
import type { ItemOperation } from '../../shared/operation';
import { limitOf, returnAllAndLimit } from '../../shared/common.properties';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sandboxes',
	description: 'Get the sandboxes that the credential can use',
	withoutSandbox: true,
	properties: returnAllAndLimit,
	run: async (context) => await listSandboxes(context.platform.call, limitOf(context)),
};
