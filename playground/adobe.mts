import type { JsonObject } from '../emulator/json.mts';
import { prepareDataflow, type PreparedDataflow } from '../emulator/prepare.mts';
import { built } from './built.mts';

/** The package's own description of its XDM fields. */
function fieldGroup(tenantId: string): JsonObject {
	type FieldGroups = { chatlioFieldGroup: (tenantId: string) => JsonObject };
	return built<FieldGroups>('lib/xdm/fieldGroup.js').chatlioFieldGroup(tenantId);
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
