import type { NodeExecutionHint } from 'n8n-workflow';
import { panelText } from '../../../../lib/n8n/panelText';
import { timeOfDay } from '../../../../lib/n8n/timeOfDay';
import type { SetUpStep } from '../../../../lib/setup/ensureResource';
import type { Removal } from '../../../../lib/setup/remove';
import type { SetUpResult } from '../../../../lib/setup/setUp';
import type { DeliveryRoute } from '../../../../lib/setup/setUpSettings';
import { inWords, namesInWords } from './namesInWords';

const hint = (message: string, type: NodeExecutionHint['type'] = 'info'): NodeExecutionHint => ({
	message: panelText(message),
	type,
	location: 'outputPane',
});

const sentence = (start: string, resources: ReadonlyArray<{ kind: string; name: string }>) =>
	resources.length === 0 ? '' : `${start} ${namesInWords(resources)}.`;

const paragraph = (sentences: string[]) => sentences.filter(Boolean).join(' ');

/**
 * Says what Set Up did, when the dataflow is ready, and what is next.
 * @param zone IANA name, for the time
 */
export function setUpHints(
	{ rows, steps, addedFields, inProfile }: SetUpResult,
	route: DeliveryRoute,
	zone: string,
): NodeExecutionHint[] {
	const { created, changed, found } = byOutcome(steps);
	const hasChanged = created.length + changed.length > 0;
	const whatHappened = hasChanged
		? [sentence('Created', created), sentence('Changed', changed), sentence('Found', found)]
		: [sentence('Everything was found, and nothing changed:', found)];
	const off = rows.filter(({ state }) => state !== 'enabled');
	const inProfileText = inProfile ? 'Enabled for Profile.' : '';
	const whenReady = off.length > 0 ? '' : readiness(rows, route, zone);
	return [
		hint(paragraph([...whatHappened, inProfileText, whenReady])),
		...off.map(({ flowName, state }) => hint(notEnabled(flowName, state), 'warning')),
		...(inProfile ? [] : [hint(NOT_IN_PROFILE)]),
		...(hasChanged ? [hint(`Next: ${nextStep(route, addedFields)}`)] : []),
	];
}

/** A resource that was found and then changed has two steps; the later one counts. */
function byOutcome(steps: readonly SetUpStep[]) {
	const latest = new Map(steps.map((step) => [`${step.kind} ${step.id}`, step]));
	const having = (...outcomes: Array<SetUpStep['outcome']>) =>
		[...latest.values()].filter(({ outcome }) => outcomes.includes(outcome));
	return {
		created: having('created', 'would create'),
		changed: having('changed', 'would change'),
		found: having('found'),
	};
}

function readiness(rows: SetUpResult['rows'], route: DeliveryRoute, zone: string): string {
	const lastFirst = rows.map((row) => Date.parse(row.readyAt)).sort((a, b) => b - a);
	const [readyAt] = lastFirst;
	if (readyAt <= Date.now()) return 'Ready to receive events.';
	const meanwhile =
		route === 'direct'
			? 'until then, Adobe may lose what Chatlio posts'
			: 'Adobe Platform Streaming waits until then';
	return `Ready at ${timeOfDay(readyAt, zone)}: ${meanwhile}.`;
}

const notEnabled = (name: string, state: string) =>
	`The dataflow "${name}" is ${state}: Adobe drops what is sent to it. Turn it on with Dataflow: Enable.`;

const NOT_IN_PROFILE =
	'Not enabled for Profile. Once the records look right, turn on Enable for Profile and run Set Up again. This is permanent.';

function nextStep(route: DeliveryRoute, addedFields: readonly string[]): string {
	if (route === 'direct') {
		return 'enter each chatlioUrl in Chatlio, in your widget under Behavior > Webhooks and post-chat actions.';
	}
	const fields = `the custom field${addedFields.length === 1 ? '' : 's'} ${inWords(addedFields)}`;
	const fill =
		route === 'xdm'
			? `fill ${fields} in Chatlio to XDM`
			: `add ${fields} to the items, in an object named custom`;
	const publish = 'enter the Production URLs of the Chatlio Trigger in Chatlio.';
	return addedFields.length > 0
		? `${fill}, publish the workflow, and ${publish}`
		: `publish the workflow, and ${publish}`;
}

/** Says what Set Up would do. */
export function previewHint(steps: readonly SetUpStep[]): NodeExecutionHint {
	const { created, changed, found } = byOutcome(steps);
	const would = 'Nothing was written. Set Up would';
	if (created.length + changed.length === 0) {
		return hint(sentence(`${would} find everything and change nothing:`, found));
	}
	const changes = sentence(created.length > 0 ? 'It would change' : `${would} change`, changed);
	const kept = sentence('It would keep', found);
	return hint(paragraph([sentence(`${would} create`, created), changes, kept]));
}

/** Says what Remove deleted, and what still exists, with the reason. */
export function removeHints(removals: readonly Removal[], name: string): NodeExecutionHint[] {
	const having = (outcome: Removal['outcome']) =>
		removals.filter((removal) => removal.outcome === outcome && !removal.problem);
	const keptByReason = new Map<string, Removal[]>();
	for (const removal of having('kept')) {
		const { reason = '' } = removal;
		keptByReason.set(reason, [...(keptByReason.get(reason) ?? []), removal]);
	}
	const kept = [...keptByReason].map(([reason, all]) => `${sentence('Kept', all)} ${reason}.`);
	const permanent = having('not deletable');
	const failed = removals.filter(({ problem }) => problem);
	const nothing =
		removals.length === 0
			? `Nothing was found under the name "${name}".`
			: removals.length === permanent.length
				? `Nothing was left to remove under the name "${name}".`
				: '';
	const gone = sentence('Removed', having('removed'));
	return [
		hint(paragraph([nothing, gone, ...kept, sentence('Adobe cannot delete', permanent)])),
		...(failed.length > 0
			? [hint(`${sentence('Not removed:', failed)} ${CONTINUE}`, 'warning')]
			: []),
	].filter(({ message }) => message !== '');
}

const CONTINUE = 'Each has its reason. Run Remove again: it continues from there.';
