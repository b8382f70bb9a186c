/** Tests that run on every version of n8n. */
export interface Suite {
	/** Name in the table of docs/versions.md. */
	title: string;
	/** Beginnings of the paths of its files. */
	paths: string[];
}

/** Everything that a version may do in another way, on its execution engine. */
export const ON_ENGINE: Suite[] = [
	{ title: "n8n's errors", paths: ['test/unit/n8n', 'test/acceptance/engine/helperErrors'] },
	{
		title: 'Connections and rejections',
		paths: ['test/acceptance/engine/noConnection', 'test/acceptance/engine/refusals'],
	},
	{
		title: 'Tokens and credentials',
		paths: [
			'test/acceptance/engine/tokenErrors',
			'test/integration/adobeCredential',
			'test/integration/chatlio.test',
			'test/integration/credentialStaysHome',
		],
	},
	{
		title: 'Trigger on the engine',
		paths: ['test/acceptance/engine/oldN8n', 'test/integration/chatlioTrigger'],
	},
];

/** The same with a running n8n. */
export const WITH_N8N: Suite[] = [
	{ title: 'Webhook to dataset', paths: ['test/acceptance/n8n/webhookToDataset'] },
	{ title: 'Trigger', paths: ['test/e2e/trigger'] },
	{ title: 'Credential tests', paths: ['test/e2e/credentials'] },
	{ title: 'Closed credentials', paths: ['test/acceptance/n8n/closedCredentials'] },
	{
		title: 'Expired token, lost connection',
		paths: ['test/acceptance/n8n/expiredAndLost'],
	},
	{ title: 'Burst, collect', paths: ['test/acceptance/n8n/collectEvents'] },
	{ title: 'Killed under load', paths: ['test/acceptance/n8n/killedWhileCollecting'] },
	{ title: 'Dead letters', paths: ['test/acceptance/n8n/deadLetters'] },
	{ title: 'Example workflows', paths: ['test/acceptance/n8n/exampleWorkflows'] },
	{ title: 'Custom fields', paths: ['test/acceptance/n8n/customFields'] },
	{
		title: 'Forget, reconcile, report',
		paths: [
			'test/acceptance/n8n/forgetAVisitor',
			'test/acceptance/n8n/reconcileDaily',
			'test/acceptance/n8n/deliveryReport',
		],
	},
	{ title: 'Watch and alert', paths: ['test/e2e/watch', 'test/e2e/alertOnCrashed'] },
	{ title: 'Connect by API', paths: ['test/acceptance/n8n/connectByApi'] },
	{ title: 'Upgrade, export and import', paths: ['test/versions/movedWorkflows'] },
];

/** Names of all suites, in the order of the table. */
export const SUITE_TITLES = [
	...ON_ENGINE.map(({ title }) => title),
	'Demo',
	...WITH_N8N.map(({ title }) => title),
];
