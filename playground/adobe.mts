import { createRequire } from 'node:module';
import type { JsonObject } from '../emulator/json.mts';
import { prepareDataflow, type PreparedDataflow } from '../emulator/prepare.mts';
import { root } from './paths.mts';

/** The package's own description of its XDM fields, from the build. */
function fieldGroup(tenantId: string): JsonObject {
	const require = createRequire(`${root}/`);
	const built = require('./dist/lib/xdm/fieldGroup.js') as {
		chatlioFieldGroup: (tenantId: string) => JsonObject;
	};
	return built.chatlioFieldGroup(tenantId);
}

/** Makes what the events arrive through, by the calls of Adobe's tutorial. */
export async function prepareAdobe(
	emulator: { url: string },
	name = 'Chatlio events',
): Promise<PreparedDataflow> {
	return await prepareDataflow(emulator.url, {
		name,
		fieldGroup,
		format: 'xdm',
		authenticated: true,
		profile: true,
		namespaces: ['ChatlioVisitor'],
		aged: true,
	});
}
