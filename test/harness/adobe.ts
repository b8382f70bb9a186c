import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { CLIENT_ID, CLIENT_SECRET, ORG_ID } from '../../emulator/account.mts';
import type { Emulator } from '../../emulator/start.mts';
import { AdobePlatformStreaming } from '../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Registry } from './n8n';

export const ADOBE = 'adobeExperiencePlatformApi';

/** The node and its credential, as this process has them. */
export const adobeRegistry = () =>
	new Registry().add([new AdobePlatformStreaming()], [new AdobeExperiencePlatformApi()]);

/** The credential as another process has it: with a memory of its own. */
export function otherProcess(): Registry {
	let credential: AdobeExperiencePlatformApi | undefined;
	jest.isolateModules(() => {
		const path = '../../credentials/AdobeExperiencePlatformApi.credentials';
		const loaded = jest.requireActual<{
			AdobeExperiencePlatformApi: typeof AdobeExperiencePlatformApi;
		}>(path);
		credential = new loaded.AdobeExperiencePlatformApi();
	});
	return new Registry().add([new AdobePlatformStreaming()], [credential!]);
}

let resets = 0;

/** Makes the emulator as new. The token of the credential, which n8n keeps, is not valid any more: the next row is another credential. */
export async function resetEmulator({ control }: Emulator): Promise<void> {
	resets += 1;
	await control.reset();
}

/** The emulator's account in the fields of the credential. */
export const adobeRow = (
	url: string,
	change: ICredentialDataDecryptedObject = {},
): ICredentialDataDecryptedObject => ({
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	organizationId: ORG_ID,
	sandbox: 'prod',
	tokenUrl: resets ? `${url}/ims/token/v3?reset=${resets}` : `${url}/ims/token/v3`,
	platformUrl: url,
	allowedHosts: url,
	...change,
});

/** A valid event of the standard schema. */
export const event = (id: string, extra: object = {}) => ({
	_id: id,
	timestamp: '2026-01-31T12:00:00.000Z',
	eventType: 'chatlio.newConversation',
	...extra,
});

/** An event that Adobe refuses when it validates: the field is in no schema. */
export const invalidEvent = (id: string) => event(id, { shoeSize: 43 });
