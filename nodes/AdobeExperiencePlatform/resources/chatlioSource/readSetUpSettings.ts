import { DEFAULT_OPTIONS } from '../../../../lib/xdm/mappingOptions';
import type { RemoveSettings } from '../../../../lib/setup/remove';
import {
	isUsableName,
	type SetUpSettings,
	type DirectSource,
	type DeliveryRoute,
} from '../../../../lib/setup/setUpSettings';
import { addedOption, fieldText } from '../../../../lib/problem/parameterValue';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import type { OperationContext } from '../../shared/operation';
import { declaredFields } from './readCustomFields';
import { isFilledByModel } from '../../shared/filledByModel';
import { collectionOf, requiredRequestTextOf, textOf } from '../../shared/parameters';

type NameSettings = Pick<
	SetUpSettings,
	'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'
>;

/** Reads the settings that Set Up, Preview and Remove share. */
export function nameSettings(context: OperationContext): NameSettings {
	const name = requiredRequestTextOf(context, 'name', 'Name', 'name');
	if (!isUsableName(name)) {
		const advice =
			'Use up to 80 letters, digits, spaces and . _ - ( ), beginning with a letter or digit: everything is found again by its name.';
		const value = `"${shorten(name)}"`;
		throw serviceError('setting.invalid', { label: 'Name', value, advice }, { field: 'Name' });
	}
	const options = collectionOf<NameSettings>(context, 'options');
	return {
		name,
		datasetName: fieldText(addedOption(options, 'datasetName', 'Dataset Name'), 'Dataset Name'),
		visitorNamespace: namespaceCode(options, 'visitorNamespace', 'Visitor Namespace'),
		userNamespace: namespaceCode(options, 'userNamespace', 'User Namespace'),
	};
}

/**
 * Reads the settings of Remove.
 * @throws ServiceError also if Confirm Name is not the same as Name
 */
export function removeSettings(context: OperationContext): RemoveSettings {
	const { n8n, item } = context;
	const names = nameSettings(context);
	const { name } = names;
	if (isFilledByModel(n8n, 'confirmName')) {
		throw serviceError('remove.confirmedByModel', {}, { field: 'Confirm Name' });
	}
	// Name has no combining marks, so the same letters in another form mean the same name.
	const confirmed = textOf(context, 'confirmName').normalize('NFC');
	if (confirmed !== name) {
		const typed = confirmed === '' ? 'empty' : `"${shorten(confirmed)}"`;
		throw serviceError('remove.notConfirmed', { typed, name }, { field: 'Confirm Name' });
	}
	return { ...names, withData: n8n.getNodeParameter('withData', item) as boolean };
}

function namespaceCode(
	options: object,
	name: 'visitorNamespace' | 'userNamespace',
	label: string,
): string {
	const code = fieldText(addedOption(options, name, label) ?? DEFAULT_OPTIONS[name], label);
	if (code === '' || /^[A-Za-z0-9_-]+$/.test(code)) return code;
	throw serviceError('setting.conflict', {
		reason: `"${shorten(code)}" is not the code of an identity namespace`,
		advice:
			'Use the code that Adobe shows under Identities, e.g. ChatlioVisitor: letters and digits only.',
	});
}

/** Reads the settings of Set Up and Preview. */
export function setUpSettings(context: OperationContext): SetUpSettings {
	const { n8n, item } = context;
	const names = nameSettings(context);
	const options = collectionOf<SetUpSettings>(context, 'options');
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
		mergeFieldGroup: options.mergeFieldGroup ?? true,
		labelPersonalData: options.labelPersonalData ?? true,
		customFields: declaredFields(context),
		createNamespaces: n8n.getNodeParameter('createNamespaces', item) as boolean,
	};
}
