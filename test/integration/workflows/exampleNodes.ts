import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';

export interface Assignment {
	name: string;
	value: string;
}

/** Returns the fields that an Edit Fields node sets. */
export const assignmentsOf = ({ parameters }: WorkflowNode): Assignment[] =>
	(parameters.assignments as { assignments: Assignment[] } | undefined)?.assignments ?? [];

/** The URL that the user enters, or the one that was entered in another node. */
const CHAT_URL = /^$|^=\{\{ \$\('[\w ]+'\)\.params\.url \}\}$/;

/** Returns true for a node that sends a text to a chat. */
export const isAlert = ({ type, parameters }: WorkflowNode): boolean =>
	type === 'n8n-nodes-base.httpRequest' &&
	parameters.jsonBody === '={{ { text: $json.text } }}' &&
	CHAT_URL.test(String(parameters.url));

export const nodeOf = ({ nodes }: Workflow, wanted: string): WorkflowNode =>
	nodes.find(({ name }) => name === wanted)!;
