import { asText, type JsonObject } from '../json.mts';
import { flowProblem } from './flowProblems.mts';
import type { FlowKind } from './flowResources.mts';

const STABLE_STATES = ['enabled', 'disabled', 'initializing'];

/** Start states and the target state of each action. */
const ACTIONS: Record<string, { from: readonly string[]; to: string }> = {
	enable: { from: ['enabled', 'disabled'], to: 'enabled' },
	disable: { from: ['enabled', 'disabled'], to: 'disabled' },
	publish: { from: ['draft'], to: 'enabled' },
};

const stateOf = (resource: JsonObject) => asText(resource.state) ?? '';

/** Returns the state after an action; rejects unknown actions and those that the current state does not permit. */
export function stateAfter(op: string | undefined, current: JsonObject): string {
	const name = String(op).toLowerCase();
	const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : undefined;
	if (!action) {
		throw flowProblem('1435-400', { detail: `Unsupported sub action '${String(op)}' received.` });
	}
	const state = stateOf(current);
	if (action.from.includes(state)) return action.to;
	if (isChanging(state)) {
		const detail = `The current state ${state} cannot be transitioned.`;
		throw flowProblem('1421-400', { detail });
	}
	const detail = `The action ${name} cannot be applied on the current state ${state}.`;
	throw flowProblem('1422-400', { detail });
}

const isChanging = (state: string) => ![...STABLE_STATES, 'draft'].includes(state);

/** Rejects an update while the state is changing. */
export function checkUpdate(kind: FlowKind, current: JsonObject): void {
	const state = stateOf(current);
	if (state === 'delete-finalizing') throw flowProblem('1457-400');
	if (!isChanging(state)) return;
	if (kind !== 'flow') throw flowProblem('1416-400');
	throw flowProblem('1420-400', { detail: `The current state ${state} cannot be updated.` });
}

/** Rejects a deletion while the state is changing. */
export function checkDeletion(kind: FlowKind, current: JsonObject): void {
	const state = stateOf(current);
	if (state === 'delete-finalizing') throw flowProblem('1458-400');
	if (kind !== 'flow' && isChanging(state)) throw flowProblem('1416-400');
}

/** Rejects a patch to a state that clients cannot set. */
export function checkNewState(current: JsonObject, changed: JsonObject): void {
	const state = stateOf(changed);
	if (state === stateOf(current) || STABLE_STATES.includes(state)) return;
	throw flowProblem('1456-400', {
		detail: `State ${state} is not a valid value. Allowed values are [enabled, disabled, initializing].`,
	});
}
