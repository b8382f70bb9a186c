import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { INLET_RESPONSE_BYTES } from '../../lib/http/responseLimits';
import { executionClock, type ExecutionClock } from '../../lib/n8n/executionClock';
import { sendWithCredential, sendWithoutCredential } from '../../lib/n8n/httpHelpers';
import { isTool, recordOf } from '../../lib/n8n/itemRecord';
import { logProgrammingError } from '../../lib/problem/programmingError';
import { createProblem, type Problem } from '../../lib/problem/problem';
import { problemIn } from '../../lib/problem/serviceError';
import { toProblem } from '../../lib/problem/toProblem';
import { AcceptingInlets } from '../../lib/streaming/acceptingInlets';
import { deliver } from '../../lib/streaming/deliver';
import type {
	DeliveryReport,
	DeliveryTools,
	RecordSource,
} from '../../lib/streaming/deliveryTypes';
import { createInletHealth, type InletHealth } from '../../lib/streaming/inletHealth';
import { awaitWarmUp } from './awaitWarmUp';
import { deliveryHints } from './deliveryHints';
import { mergeReports, reportNotSent, reportEachNotSent } from './mergeReports';
import { outputItems } from './outputItems';
import {
	resolveDestination,
	type LookupTools,
	type ResolvedDestination,
} from './resolveDestination';
import { stopWith } from './stopError';
import { groupItems, type Group, type Settings } from './streamingSettings';

/** Tools that all groups of an execution share, so that they wait out an outage once. */
interface SharedTools extends LookupTools {
	/** By the address of the inlet. */
	healths: Map<string, InletHealth>;
}

const acceptingInlets = new AcceptingInlets();

/** Sends the input and returns it, each item with its delivery; items that were not accepted also have a problem. */
export async function streamItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	const clock = executionClock(context);
	const tools: SharedTools = { clock, outages: new Map(), healths: new Map() };
	const reports: Array<{ items: number[]; report: DeliveryReport }> = [];
	for (const group of groupItems(context, input.length)) {
		const unreadable = unreadableRecords(context, input, group);
		const items = group.items.filter((index) => !unreadable.has(index));
		if (unreadable.size > 0) {
			const problems = [...unreadable.values()];
			reports.push({ items: [...unreadable.keys()], report: reportEachNotSent(problems) });
		}
		if (items.length === 0) continue;
		const report = await sendGroup(context, input, { ...group, items }, tools);
		reports.push({ items, report });
	}
	const report = mergeReports(input.length, reports);
	const accepted = report.outcomes.every(({ status }) => status === 'accepted');
	for (const hint of deliveryHints(report)) context.addExecutionHints(hint);
	if (!accepted && !context.continueOnFail()) throw stopWith(context.getNode(), report);
	return outputItems(context, input, report.outcomes);
}

/** Returns the problems of the records that cannot be read from their items, by input item. */
function unreadableRecords(
	context: IExecuteFunctions,
	input: INodeExecutionData[],
	group: Group,
): Map<number, Problem> {
	const problems = new Map<number, Problem>();
	if ('problem' in group) return problems;
	const asTool = isTool(context.getNode());
	for (const index of group.items) {
		try {
			recordOf(input[index], group.settings.recordField, asTool);
		} catch (error) {
			const problem = problemIn(error);
			// Anything else is found again when the record is written.
			if (problem) problems.set(index, problem);
		}
	}
	return problems;
}

async function sendGroup(
	context: IExecuteFunctions,
	input: INodeExecutionData[],
	group: Group,
	tools: SharedTools,
): Promise<DeliveryReport> {
	const { items } = group;
	if ('problem' in group) return reportNotSent(items.length, group.problem);
	const { settings } = group;
	const { clock } = tools;
	const asTool = isTool(context.getNode());
	const source: RecordSource = {
		count: items.length,
		at: (index) => recordOf(input[items[index]], settings.recordField, asTool),
	};
	let lookup: Awaited<ReturnType<typeof lookUp>>;
	try {
		lookup = await lookUp(context, settings, tools, source);
	} catch (error) {
		// If this were thrown while the error output is on, n8n would pass the input on as delivered.
		logProgrammingError(context, error);
		const problem = clock.stopped()
			? createProblem('delivery.stopped', {})
			: toProblem(error, 'Adobe’s description of the dataflow');
		return reportNotSent(items.length, problem);
	}
	const { delivery } = settings;
	const retryBudgetMs = Math.max(0, delivery.retryBudgetMs - lookup.waitedMs);
	const remaining = { ...settings, delivery: { ...delivery, retryBudgetMs } };
	return await sendTo(context, source, remaining, lookup.resolved, tools);
}

/** Resolves the destination; the time that it takes counts against Retry For if Adobe had to be asked again. */
async function lookUp(
	context: IExecuteFunctions,
	settings: Settings,
	tools: LookupTools,
	{ count, at }: RecordSource,
) {
	const { clock } = tools;
	const startedAt = clock.now();
	let hasWaited = false;
	const sleep = async (ms: number) => {
		hasWaited = true;
		await clock.sleep(ms);
	};
	const records: Iterable<unknown> = {
		*[Symbol.iterator]() {
			for (let index = 0; index < count; index += 1) yield at(index);
		},
	};
	const watched = { ...tools, clock: { ...clock, sleep } };
	const resolved = await resolveDestination(context, settings, watched, records);
	return { resolved, waitedMs: hasWaited ? clock.now() - startedAt : 0 };
}

async function sendTo(
	context: IExecuteFunctions,
	source: RecordSource,
	settings: Settings,
	resolved: ResolvedDestination,
	{ clock, healths }: SharedTools,
): Promise<DeliveryReport> {
	const { destination, format } = resolved;
	const { problem, notices } = await awaitWarmUp(
		resolved,
		settings.newDataflow,
		clock,
		context.getTimezone(),
	);
	if (problem) return reportNotSent(source.count, problem);
	const batch = format !== 'raw' || settings.batchRawRecords;
	const { inletUrl, authenticated } = destination;
	const credential = context.getNode().credentials?.adobeExperiencePlatformApi?.id;
	const inlet = JSON.stringify([inletUrl, authenticated && credential]);
	const health =
		healths.get(inletUrl) ??
		createInletHealth(settings.delivery.retryBudgetMs, acceptingInlets.has(inlet));
	healths.set(inletUrl, health);
	const report = await deliver(
		source,
		destination,
		{ ...settings.delivery, format, batch },
		{ ...deliveryTools(context, resolved, settings, clock), health },
	);
	const isRejected = report.outcomes.some(({ status }) => status === 'rejected');
	if (report.stoppedBy || isRejected) resolved.expire();
	if (report.outcomes.every(({ status }) => status === 'accepted')) acceptingInlets.add(inlet);
	else acceptingInlets.delete(inlet);
	return { ...report, notices: [...resolved.notices, ...notices, ...report.notices] };
}

function deliveryTools(
	context: IExecuteFunctions,
	{ destination }: ResolvedDestination,
	{ timeoutMs }: Settings,
	clock: ExecutionClock,
): DeliveryTools {
	const send = destination.authenticated ? sendWithCredential : sendWithoutCredential;
	return {
		...clock,
		random: Math.random,
		send: async (request) =>
			await send(context, {
				method: 'POST',
				timeoutMs,
				maxResponseBytes: INLET_RESPONSE_BYTES,
				...request,
			}),
	};
}
