import { ENDED } from './advice';
import { missingDestinationFields } from './envelope';
import { deliverGroup } from './group';
import type { Message } from './ledger';
import { BATCH_FRAME_BYTES, PROFILE_EVENT_BYTES, SYNC_REQUESTS } from './limits';
import { createPacker } from './pack';
import { prepareRecord, type RecordRules } from './records';
import { openRun, stopReason, type Run } from './run';
import type {
	DeliveryReport,
	DeliverySettings,
	DeliveryTools,
	Destination,
	RecordSource,
} from './types';

/**
 * Delivers records to a streaming inlet and accounts for every one of them: each index from 0 to
 * `count - 1` gets exactly one outcome, whatever the inlet answers. The first request goes alone, so
 * that a wrong address or token costs one request; then several are in flight, while the next is
 * packed. Texts exist only for what is in flight.
 *
 * Never throws for what `send` does. Limits of the settings: see `DeliverySettings`; larger values
 * are lowered to Adobe's limits.
 */
export async function deliver(
	source: RecordSource,
	destination: Destination,
	settings: DeliverySettings,
	tools: DeliveryTools,
): Promise<DeliveryReport> {
	const run = openRun(source.count, destination, settings, tools);
	const missing = missingDestinationFields(destination, settings.format);
	if (missing.length > 0) run.stopped = ENDED.destination(missing);
	else announce(run, source.count);

	const counts = { nulls: 0, large: 0 };
	const nextGroup = createPacker(prepareAll(run, source, counts));
	const inFlight = new Set<Promise<void>>();
	const pull = () => nextGroup({ ...run.limits, ...(run.batching ? {} : { maxMessages: 1 }) });
	const take = () => run.backlog.shift() ?? pull();
	const allowed = () => (run.health.heard() ? Math.max(settings.parallelRequests, 1) : 1);
	let next = take();
	while (next.length > 0 || inFlight.size > 0) {
		if (next.length > 0 && inFlight.size < allowed()) {
			const sending: Promise<void> = deliverGroup(run, next).finally(() =>
				inFlight.delete(sending),
			);
			inFlight.add(sending);
			next = take();
		} else {
			await Promise.race(inFlight);
			if (next.length === 0) next = take();
		}
	}
	noteCounts(run, counts);
	return run.ledger.close(run.stopped);
}

function* prepareAll(
	run: Run,
	source: RecordSource,
	counts: { nulls: number; large: number },
): Generator<Message, undefined> {
	const { destination, settings } = run;
	const timeSeries = destination.schemaBehavior !== 'record';
	const isEvent = timeSeries && settings.format === 'xdm';
	const rules: RecordRules = {
		format: settings.format,
		envelope: run.envelope,
		// Adobe's limit is taken with a batch's frame around the record, however it will be sent.
		maxBytes: run.limits.maxBytes - BATCH_FRAME_BYTES,
		timeSeries,
	};
	for (let index = 0; index < source.count && !stopReason(run); index += 1) {
		const prepared = prepareRecord(() => source.at(index), rules);
		if (!prepared.ready) {
			run.ledger.setAside(index, prepared.reason, prepared.advice);
			continue;
		}
		counts.nulls += Number(prepared.nullsDropped);
		counts.large += Number(isEvent && prepared.entityBytes > PROFILE_EVENT_BYTES);
		yield { index, text: prepared.text, bytes: prepared.bytes, attempts: 0, passes: 0 };
	}
	return undefined;
}

/** Says beforehand what takes long or is not done. */
function announce(run: Run, count: number): void {
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

function noteCounts(run: Run, { nulls, large }: { nulls: number; large: number }): void {
	if (nulls > 0) {
		run.ledger.notice(
			`Empty values (null) were left out of ${nulls} XDM records: no schema allows them.`,
		);
	}
	if (run.settings.profileLimit && large > 0) {
		run.ledger.notice(
			`${large} records are larger than ${PROFILE_EVENT_BYTES} bytes: the data lake keeps them, Profile drops events of that size.`,
		);
	}
}
