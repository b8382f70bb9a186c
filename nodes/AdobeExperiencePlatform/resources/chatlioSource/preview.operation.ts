import { NONE } from '../../../../lib/n8n/alignKeys';
import { preview as previewSource } from '../../../../lib/setup/setUp';
import type { ItemOperation } from '../../shared/operation';
import { setUpSettings } from './readSetUpSettings';
import { previewHint } from './sourceHints';
import { setUpOptions, setUpProperties } from './setUp.properties';

const isEmpty = (headers: object = {}) => Object.keys(headers).length === 0;

export const preview: ItemOperation = {
	value: 'preview',
	name: 'Preview',
	action: 'Preview the setup of a chatlio source',
	description:
		'Show what Set Up would find and the exact requests it would send, without writing anything',
	properties: setUpProperties,
	options: setUpOptions,
	async run(context) {
		const steps = await previewSource(context.platform.call, setUpSettings(context));
		context.n8n.addExecutionHints(previewHint(steps));
		return steps.map(({ request, note = NONE, ...step }) => ({
			...step,
			id: step.id || NONE,
			note,
			method: request?.method ?? NONE,
			path: request?.path ?? NONE,
			headers: isEmpty(request?.headers) ? NONE : request?.headers,
			body: request?.body ?? NONE,
		}));
	},
};
