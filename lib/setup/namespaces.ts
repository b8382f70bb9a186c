import { createNamespace, listNamespaces } from '../platform/identityNamespaces';
import { PlatformRefusal } from '../platform/refusal';
import type { SetUpSettings } from './settings';
import { ensure, type Work } from './work';

/** Chatlio's visitor is a browser, the site's own user a person on any device. Source: Adobe, "Identity types". */
const TYPES = { visitorNamespace: 'Cookie', userNamespace: 'Cross_device' } as const;

const MEANINGS = {
	visitorNamespace: "Chatlio's ID of a visitor: a browser",
	userNamespace: "The site's own ID of a person, from Chatlio's identify call",
} as const;

/**
 * Finds the namespaces of the record's identities, or makes them.
 * @throws PlatformRefusal when one is missing and none is to be made, before anything else is made
 */
export async function ensureNamespaces(work: Work, settings: SetUpSettings): Promise<void> {
	for (const field of ['visitorNamespace', 'userNamespace'] as const) {
		const code = settings[field];
		if (code === '') continue;
		await ensure(work, {
			kind: 'identity namespace',
			name: code,
			find: async (call) => (await listNamespaces(call)).filter((one) => one.code === code),
			idOf: (one) => one.code,
			create: async (call) => {
				if (!settings.createNamespaces) throw missing(code);
				const description = MEANINGS[field];
				await createNamespace(call, { name: code, code, idType: TYPES[field], description });
				return code;
			},
		});
	}
}

const missing = (code: string) =>
	new PlatformRefusal({
		message: `The identity namespace ${code} does not exist in this sandbox`,
		description:
			'Turn on Create Missing Namespaces to have it made, which is for ever, or empty its field to leave this identity out.',
		status: 0,
	});
