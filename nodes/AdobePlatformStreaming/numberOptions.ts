import { fieldNumberWithin } from '../../lib/problem/parameterValue';
import { BATCH_MESSAGES } from '../../lib/streaming/inletLimits';

interface NumberOption {
	/** Label in the panel. */
	label: string;
	min: number;
	max: number;
	/** Used if the option was not added. */
	default: number;
}

/**
 * Options that are numbers, for the panel and for the values that expressions return. The longest timeout and the longest
 * time of retries keep Node's timers from overflowing, at 24.8 days.
 */
export const NUMBER_OPTIONS = {
	batchSize: { label: 'Batch Size', min: 1, max: BATCH_MESSAGES, default: BATCH_MESSAGES },
	parallelRequests: { label: 'Parallel Requests', min: 1, max: 20, default: 4 },
	retrySeconds: { label: 'Retry For (Seconds)', min: 0, max: 86_400, default: 300 },
	timeoutSeconds: { label: 'Timeout (Seconds)', min: 1, max: 3_600, default: 60 },
} as const satisfies Record<string, NumberOption>;

/** Returns the limits of an option that n8n's panel enforces. */
export const numberLimits = (name: keyof typeof NUMBER_OPTIONS) => {
	const { min, max } = NUMBER_OPTIONS[name];
	return { minValue: min, maxValue: max, numberPrecision: 0 };
};

/**
 * Returns the value of an option, or its default.
 * @throws ServiceError that names the option and its range
 */
export function numberOf(options: object, name: keyof typeof NUMBER_OPTIONS): number {
	const range = NUMBER_OPTIONS[name];
	const value = (options as Record<string, unknown>)[name];
	return fieldNumberWithin(value, range.label, range, range.default);
}
