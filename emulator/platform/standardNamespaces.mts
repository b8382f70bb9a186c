import type { Documents } from '../state/documents.mts';
import { SANDBOXES } from '../account.mts';

// Codes and display names of Adobe's standard namespaces. The IDs below 20 are Adobe's; some codes
// are not documented, so a client reads them from this list.
const STANDARD: readonly [id: number, code: string, name: string, idType: string][] = [
	[0, 'CORE', 'CORE', 'COOKIE'],
	[4, 'ECID', 'ECID', 'COOKIE'],
	[6, 'Email', 'Email', 'Email'],
	[7, 'Phone', 'Phone', 'Phone'],
	[9, 'TNTID', 'Adobe Target (TNTID)', 'COOKIE'],
	[10, 'AAID', 'Adobe Analytics', 'COOKIE'],
	[11, 'Email_LC_SHA256', 'Emails (SHA256, lowercased)', 'Email'],
	[14, 'Phone_E.164', 'Phone (E.164)', 'Phone'],
	[15, 'Phone_SHA256', 'Phone (SHA256)', 'Phone'],
	[411, 'AdCloud', 'AdCloud', 'COOKIE'],
	[8, 'WAID', 'Windows AID', 'DEVICE'],
	[20914, 'GAID', 'Google Ad ID', 'DEVICE'],
	[20915, 'IDFA', 'Apple IDFA', 'DEVICE'],
	[20920, 'APNS', 'Apple Push Notification service', 'DEVICE'],
	[20919, 'FCM', 'Firebase Cloud Messaging', 'DEVICE'],
];

/** Adds Adobe's standard identity namespaces to every sandbox. */
export function addStandardNamespaces(documents: Documents): void {
	for (const sandbox of SANDBOXES) {
		for (const [id, code, name, idType] of STANDARD) {
			documents.put('namespace', sandbox.name, `${sandbox.name}/${code}`, {
				id,
				code,
				name,
				description: `Adobe's standard namespace ${name}`,
				idType,
				status: 'ACTIVE',
				custom: false,
				createTime: 1_500_000_000_000,
				updateTime: 1_500_000_000_000,
			});
		}
	}
}
