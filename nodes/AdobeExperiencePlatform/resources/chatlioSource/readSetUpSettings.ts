import { DEFAULT_OPTIONS } from '../../../../lib/xdm/mappingOptions';
import {
	isUsableName,
	type SetUpSettings,
	type DirectSource,
	type DeliveryRoute,
} from '../../../../lib/setup/setUpSettings';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import type { OperationContext } from '../../shared/operation';
import { collectionOf, requiredTextOf, textOf } from '../../shared/parameters';

type NameSettings = Pick<
	SetUpSettings,
	'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'
>;

/** Reads the settings that Set Up, Preview and Remove share. */
export function nameSettings(context: OperationContext): NameSettings {
	const name = requiredTextOf(context, 'name', 'Name');
	if (!isUsableName(name)) {
		const advice =
			'Use up to 80 letters, digits, spaces and . _ - ( ), beginning with a letter or digit: everything is found again by its name.';
		const value = `"${shorten(name)}"`;
		throw serviceError('setting.invalid', { label: 'Name', value, advice }, { field: 'Name' });
	}
	const { datasetName, visitorNamespace, userNamespace } = {
		datasetName: '',
		visitorNamespace: DEFAULT_OPTIONS.visitorNamespace,
		userNamespace: DEFAULT_OPTIONS.userNamespace,
		...collectionOf<NameSettings>(context, 'options'),
	};
	for (const code of [visitorNamespace, userNamespace]) {
		if (code.trim() === '' || /^[A-Za-z0-9_-]+$/.test(code.trim())) continue;
		throw serviceError('setting.conflict', {
			reason: `"${shorten(code)}" is not the code of an identity namespace`,
			advice:
				'Use the code that Adobe shows under Identities, e.g. ChatlioVisitor: letters and digits only.',
		});
	}
	return {
		name,
		datasetName: datasetName.trim(),
		visitorNamespace: visitorNamespace.trim(),
		userNamespace: userNamespace.trim(),
	};
}

/** Reads the settings of Set Up and Preview. */
export function setUpSettings(context: OperationContext): SetUpSettings {
	const { n8n, item } = context;
	const names = nameSettings(context);
	const deliveryRoute = textOf(context, 'deliveryRoute') as DeliveryRoute;
	const authenticated = textOf(context, 'inlet') === 'authenticated';
	if (deliveryRoute === 'direct' && authenticated) {
		throw serviceError('setting.conflict', {
			reason:
				'Chatlio cannot send a token, so an authenticated inlet would reject everything it posts',
			advice: 'Set Inlet to Open, or choose another Delivery Route, through n8n.',
		});
	}
	return {
		...names,
		deliveryRoute,
		source: n8n.getNodeParameter('source', item, 'httpApi') as DirectSource,
		authenticated,
		profile: n8n.getNodeParameter('profile', item) as boolean,
		mergeFieldGroup: collectionOf<SetUpSettings>(context, 'options').mergeFieldGroup ?? true,
		createNamespaces: n8n.getNodeParameter('createNamespaces', item) as boolean,
	};
}
