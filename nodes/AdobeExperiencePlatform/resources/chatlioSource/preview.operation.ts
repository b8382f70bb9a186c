import { preview as previewSource } from '../../../../lib/setup/setUp';
import type { ItemOperation } from '../../shared/operation';
import { setUpSettings } from './readSetUpSettings';
import { setUpOptions, setUpProperties } from './setUp.properties';

export const preview: ItemOperation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview the setup of a chatlio source',
	description:
		'Show what Set Up would find and the exact requests it would send, without writing anything',
	properties: setUpProperties,
	options: setUpOptions,
	run: async (context) =>
		(await previewSource(context.platform.call, setUpSettings(context))).map(
			({ request, ...step }) => ({
				...step,
				...(request && {
					method: request.method,
					path: request.path,
					headers: request.headers,
					body: request.body,
				}),
			}),
		),
};
