import { listSandboxes } from '../../../../lib/platform/sandboxes';
import type { ItemOperation } from '../../shared/operation';
import { limitOf, returnAllAndLimit } from '../../shared/properties';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many sandboxes',
	description: 'List the sandboxes that the credential may use',
	withoutSandbox: true,
	properties: returnAllAndLimit,
	run: async (context) => await listSandboxes(context.platform.call, limitOf(context)),
};
