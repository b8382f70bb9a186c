import type { NodeExecutionHint } from 'n8n-workflow';
import { panelText } from '../../../../lib/n8n/panelText';
import type { SetUpStep } from '../../../../lib/setup/ensureResource';

/** Creates a hint for each reason why something optional was not set up. */
export const skippedStepHints = (rows: ReadonlyArray<{ steps: SetUpStep[] }>) => {
	const skipped = rows.flatMap(({ steps }) => steps).filter(({ outcome }) => outcome === 'skipped');
	const reasons = new Set(skipped.map(({ note = '' }) => note));
	return [...reasons].map(
		(reason): NodeExecutionHint => ({
			message: panelText(reason),
			type: 'warning',
			location: 'outputPane',
		}),
	);
};
