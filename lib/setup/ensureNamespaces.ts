import { createNamespace, listNamespaces } from '../platform/services/identityService';
import { serviceError } from '../problem/serviceError';
import type { SetUpSettings } from './setUpSettings';
import { ensureResource, type SetUpRun } from './ensureResource';

/** Chatlio's visitor is a browser; the site's own user is a person on any device. Source: Adobe, "Identity types". */
const TYPES = { visitorNamespace: 'Cookie', userNamespace: 'Cross_device' } as const;

const DESCRIPTIONS = {
	visitorNamespace: "Chatlio's ID of a visitor: a browser",
	userNamespace: "The site's own ID of a person, from Chatlio's identify call",
} as const;

/**
 * Finds or creates the namespaces of the record's identities.
 * @throws ServiceError if one is missing and must not be created, before anything else is created
 */
export async function ensureNamespaces(run: SetUpRun, settings: SetUpSettings): Promise<void> {
	for (const field of ['visitorNamespace', 'userNamespace'] as const) {
		const code = settings[field];
		if (code === '') continue;
		await ensureResource(run, {
			kind: 'identity namespace',
			name: code,
			find: async (call) =>
				(await listNamespaces(call)).filter((namespace) => namespace.code === code),
			idOf: (namespace) => namespace.code,
			create: async (call) => {
				if (!settings.createNamespaces) throw serviceError('setUp.namespaceMissing', { code });
				const description = DESCRIPTIONS[field];
				await createNamespace(call, { name: code, code, idType: TYPES[field], description });
				return code;
			},
		});
	}
}
