import { sendGroup } from './sendGroup';
import type { Message } from './ledger';
import { PROFILE_EVENT_BYTES } from '../http/adobeLimits';
import { BATCH_FRAME_BYTES, SYNC_REQUESTS } from './inletLimits';
import { createMessagePacker } from './packMessages';
import { prepareRecord, type RecordRules } from './prepareRecord';
import { nullsNotice } from './sentForm';
import { createDeliveryRun, stopReason, type DeliveryRun } from './deliveryRun';
import type {
	DeliveryReport,
	DeliverySettings,
	DeliveryTools,
	Destination,
	RecordSource,
} from './deliveryTypes';

/**
 * Delivers records to a streaming inlet and reports every one of them: each index from 0 to `count - 1` gets exactly
 * one outcome, whatever the inlet responds. The first request is sent alone, so that a wrong address or token costs
 * only one request, unless the inlet accepted records a moment ago; then several run in parallel while the next one is
 * packed. Of batches that are on their way, the records are only in the bodies. Never throws because of `send`. Limits
 * of the settings: see `DeliverySettings`; larger values are lowered to Adobe's limits.
 */
export async function deliver(
	source: RecordSource,
	destination: Destination,
	settings: DeliverySettings,
	tools: DeliveryTools,
): Promise<DeliveryReport> {
	const run = createDeliveryRun(source.count, destination, settings, tools);
	announce(run, source.count);

	const counts = { nulls: 0, large: 0 };
	const packGroup = createMessagePacker(prepareAll(run, source, counts));
	const inFlight = new Set<Promise<void>>();
	const packNext = () => packGroup({ ...run.limits, ...(run.batching ? {} : { maxMessages: 1 }) });
	const takeNext = () => run.backlog.shift() ?? packNext();
	const maxInFlight = () => (run.health.hasAnswered() ? Math.max(settings.parallelRequests, 1) : 1);
	let nextGroup = takeNext();
	while (nextGroup.length > 0 || inFlight.size > 0) {
		if (nextGroup.length > 0 && inFlight.size < maxInFlight()) {
			const sending: Promise<void> = sendGroup(run, nextGroup).finally(() =>
				inFlight.delete(sending),
			);
			inFlight.add(sending);
			nextGroup = takeNext();
		} else {
			await Promise.race(inFlight);
			if (nextGroup.length === 0) nextGroup = takeNext();
		}
	}
	noteCounts(run, counts);
	return run.ledger.close(run.stopped);
}

function* prepareAll(
	run: DeliveryRun,
	source: RecordSource,
	counts: { nulls: number; large: number },
): Generator<Message, undefined> {
	const { destination, settings } = run;
	const { schemaBehavior, tenants } = destination;
	const isEvent = schemaBehavior !== 'record' && settings.format === 'xdm';
	const rules: RecordRules = {
		format: settings.format,
		envelope: run.envelope,
		// Adobe's limit is applied with a batch's frame around the record, whichever way it is sent.
		maxBytes: run.limits.maxBytes - BATCH_FRAME_BYTES,
		schemaBehavior,
		tenants,
	};
	for (let index = 0; index < source.count && !stopReason(run); index += 1) {
		const prepared = prepareRecord(() => source.at(index), rules);
		if ('problem' in prepared) {
			run.ledger.settleUnsendable(index, prepared.problem);
			continue;
		}
		counts.nulls += Number(prepared.nullsDropped);
		counts.large += Number(isEvent && prepared.entityBytes > PROFILE_EVENT_BYTES);
		yield { index, text: prepared.text, bytes: prepared.bytes, attempts: 0, transientFailures: 0 };
	}
	return undefined;
}

/** Adds notices, before sending, about what takes long or is not done. */
function announce(run: DeliveryRun, count: number): void {
	if (run.settings.syncValidation && !run.sync) {
		run.ledger.notice(
			'Raw data is not validated before the reply: Adobe offers that for XDM only.',
		);
	}
	if (!run.sync) return;
	const minutes = Math.floor((count - 1) / SYNC_REQUESTS.amount);
	if (minutes < 1) return;
	const text = `Synchronous validation takes ${SYNC_REQUESTS.amount} records a minute: ${count} records take about ${minutes} min.`;
	run.ledger.notice(text);
	run.tools.progress(text);
}

function noteCounts(
	run: DeliveryRun,
	{ nulls: nullCount, large: largeCount }: { nulls: number; large: number },
): void {
	if (nullCount > 0) run.ledger.notice(nullsNotice(nullCount));
	if (run.settings.profileLimit && largeCount > 0) {
		run.ledger.notice(
			`${largeCount} records are larger than ${PROFILE_EVENT_BYTES} bytes: the data lake keeps them, Profile drops events of that size.`,
		);
	}
}
