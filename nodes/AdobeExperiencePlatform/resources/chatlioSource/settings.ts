import { NodeOperationError } from 'n8n-workflow';
import { DEFAULT_OPTIONS } from '../../../../lib/xdm/options';
import {
	isUsableName,
	type SetUpSettings,
	type StraightSource,
	type Way,
} from '../../../../lib/setup/settings';
import type { OperationContext } from '../../shared/operation';
import { collectionOf, requiredTextOf, textOf } from '../../shared/parameters';

type NameSettings = Pick<
	SetUpSettings,
	'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'
>;

/** Says what the user set that cannot be. */
function refuse({ n8n, item }: OperationContext, message: string, description: string): never {
	throw new NodeOperationError(n8n.getNode(), message, { description, itemIndex: item });
}

/** What Set Up, Preview and Remove ask for alike. */
export function nameSettings(context: OperationContext): NameSettings {
	const name = requiredTextOf(context, 'name', 'Name');
	if (!isUsableName(name)) {
		refuse(
			context,
			`The field Name cannot be "${name.slice(0, 100)}"`,
			'Use up to 80 letters, digits, spaces and . _ - ( ), beginning with a letter or digit: everything is found again by its name.',
		);
	}
	const { datasetName, visitorNamespace, userNamespace } = {
		datasetName: '',
		visitorNamespace: DEFAULT_OPTIONS.visitorNamespace,
		userNamespace: DEFAULT_OPTIONS.userNamespace,
		...collectionOf<NameSettings>(context, 'options'),
	};
	for (const code of [visitorNamespace, userNamespace]) {
		if (code.trim() === '' || /^[A-Za-z0-9_-]+$/.test(code.trim())) continue;
		refuse(
			context,
			`"${code.slice(0, 100)}" is no code of an identity namespace`,
			'Use the code that Adobe shows under Identities, e.g. ChatlioVisitor: letters and digits only.',
		);
	}
	return {
		name,
		datasetName: datasetName.trim(),
		visitorNamespace: visitorNamespace.trim(),
		userNamespace: userNamespace.trim(),
	};
}

/** What Set Up and Preview ask for. */
export function setUpSettings(context: OperationContext): SetUpSettings {
	const { n8n, item } = context;
	const names = nameSettings(context);
	const way = textOf(context, 'way') as Way;
	const authenticated = textOf(context, 'inlet') === 'authenticated';
	if (way === 'straight' && authenticated) {
		refuse(
			context,
			'Chatlio cannot send a token, so an authenticated inlet would refuse everything it posts',
			'Set Inlet to Open, or have Chatlio post to n8n and choose one of the ways through n8n.',
		);
	}
	return {
		...names,
		way,
		source: n8n.getNodeParameter('source', item, 'httpApi') as StraightSource,
		authenticated,
		profile: n8n.getNodeParameter('profile', item) as boolean,
		mergeFieldGroup: collectionOf<SetUpSettings>(context, 'options').mergeFieldGroup ?? true,
		createNamespaces: n8n.getNodeParameter('createNamespaces', item) as boolean,
	};
}
