import { n8nTypes, usedDeclarations } from '../../versions/usedDeclarations.mts';

const used = {
	'n8n-workflow': usedDeclarations(n8nTypes, 'n8n-workflow'),
	'n8n-core': usedDeclarations(n8nTypes, 'n8n-core'),
};

/** What a change of n8n would have to show. */
const USED: Array<[keyof typeof used, string, string]> = [
	['n8n-workflow', 'a function that is called', 'getCredentialAllowedDomains'],
	['n8n-workflow', 'a type that is named', 'interface IWebhookFunctions'],
	['n8n-workflow', 'an option of a helper of a context', 'preAuthenticationRetryStatusCode'],
	['n8n-workflow', 'a constant', 'NodeConnectionTypes'],
	['n8n-core', 'a class of the test harness', 'class WorkflowExecute '],
];

it.each(USED)('the types of %s that are compared have %s: %s', (name, _, words) => {
	expect(used[name]).toContain(words);
});

it('have nothing that this project does not use', () => {
	expect(used['n8n-workflow']).not.toContain('MINIMAX_LANGCHAIN_NODE_TYPE');
});
