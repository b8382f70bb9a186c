import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import type { Workflow } from '../../../playground/n8n-api.mts';
import { signedIn } from '../../harness/running.mts';
import { changelog, exportedWorkflows } from './exportedWorkflows.mts';

const workflows = exportedWorkflows();

it.each(workflows)(
	'a workflow exported from version 0.1.0 of the nodes still imports: %s',
	async (_, exported) => {
		const api = signedIn();
		const { id } = await api.saveWorkflow(exported);
		const { nodes } = await api.get<Workflow>(`/workflows/${id}`);
		expect(nodes.map(({ name, type }) => [name, type])).toEqual(
			exported.nodes.map(({ name, type }) => [name, type]),
		);
	},
);

const DESCRIPTIONS = [
	AdobeExperiencePlatform,
	AdobePlatformStreaming,
	ChatlioToXdm,
	ChatlioTrigger,
].map((Node) => new Node().description);

interface Setting {
	name: string;
	value: unknown;
}

/** The parameters of this package's nodes, with those in collections. */
const settingsOf = ({ nodes }: Workflow): Array<Setting & { properties: INodeProperties[] }> =>
	nodes.flatMap(({ type, parameters = {} }) => {
		const description = DESCRIPTIONS.find(({ name }) => type.endsWith(`.${name}`));
		if (!description) return [];
		const { options = {}, ...own } = parameters as Record<string, object>;
		return Object.entries({ ...own, ...options }).map(([name, value]) => ({
			name,
			value,
			properties: allProperties(description.properties),
		}));
	});

const allProperties = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) =>
		property.type === 'collection'
			? [property, ...(property.options as INodeProperties[])]
			: [property],
	);

/** Names and values that the nodes no longer know. */
function unknownTo({ name, value, properties }: ReturnType<typeof settingsOf>[number]): string[] {
	const known = properties.filter((property) => property.name === name);
	if (known.length === 0) return [name];
	const choices = known
		.filter(({ type }) => type === 'options')
		.flatMap(({ options }) => (options as INodePropertyOptions[]).map((option) => option.value));
	const isKnown = choices.length === 0 || choices.includes(value as string);
	return isKnown ? [] : [String(value)];
}

it('the changelog says what changed in them', () => {
	const changed = new Set(
		workflows.flatMap(([, exported]) => settingsOf(exported).flatMap(unknownTo)),
	);
	expect([...changed].sort()).toEqual(['setAside', 'way']);
	for (const name of changed) expect(changelog()).toContain(`\`${name}\``);
});
