import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { INLET_ANSWER_BYTES } from '../../lib/answerLimits';
import { isFault, sentenceOf } from '../../lib/fault';
import { sendOpen, sendWithCredential } from '../../lib/http';
import { deliver } from '../../lib/streaming/deliver';
import type { DeliveryReport, DeliveryTools } from '../../lib/streaming/types';
import { resolveDestination, type Resolved } from './destination';
import { isTool, outputItems, recordOf } from './items';
import { isObstacle, type Obstacle } from './obstacle';
import { groupItems, type Group, type Settings } from './settings';
import { mergeReports, undelivered } from './report';
import { stopWith } from './stop';
import { hintsFor } from './summary';
import { executionClock, type Clock } from './clock';
import { awaitWarmUp } from './warmUp';

/** Sends the input and returns it, each item with its account under `delivery`; those not accepted carry `error`. */
export async function streamItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const input = context.getInputData();
	const clock = executionClock(context);
	const reports: Array<{ items: number[]; report: DeliveryReport }> = [];
	for (const group of groupItems(context, input.length)) {
		reports.push({ items: group.items, report: await sendGroup(context, input, group, clock) });
	}
	const report = mergeReports(input.length, reports);
	const accepted = report.outcomes.every(({ status }) => status === 'accepted');
	for (const hint of hintsFor(report)) context.addExecutionHints(hint);
	if (!accepted && !context.continueOnFail()) throw stopWith(context.getNode(), report);
	return outputItems(context, input, report.outcomes);
}

async function sendGroup(
	context: IExecuteFunctions,
	input: INodeExecutionData[],
	{ settings, items }: Group,
	clock: Clock,
): Promise<DeliveryReport> {
	if (isObstacle(settings)) return undelivered(items.length, 'notSent', settings);
	const found = await resolve(context, settings);
	if (isObstacle(found)) return undelivered(items.length, 'notSent', found);

	const { held, notices } = await awaitWarmUp(found.warmUpMs, settings.newDataflow, clock);
	if (held) return undelivered(items.length, held.status, held.obstacle);
	const asTool = isTool(context.getNode());
	const source = {
		count: items.length,
		at: (index: number) => recordOf(input[items[index]], settings.recordField, asTool),
	};
	const report = await deliver(
		source,
		found.destination,
		{
			...settings.delivery,
			format: found.format,
			batch: found.format !== 'raw' || settings.batchRawRecords,
		},
		tools(context, found, settings, clock),
	);
	if (report.stoppedBy || report.outcomes.some(({ status }) => status === 'rejected'))
		found.forget();
	return { ...report, notices: [...notices, ...report.notices] };
}

/** With the error output on, n8n would hand the input on as delivered if anything were thrown here. */
async function resolve(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<Resolved | Obstacle> {
	return await resolveDestination(context, settings).catch((error: Error) => ({
		reason: sentenceOf(error, 'Adobe describes the dataflow in a way that is not documented'),
		advice: isFault(error)
			? 'Choose the dataflow again, or enter its streaming endpoint yourself'
			: 'Check the credential of this node',
	}));
}

function tools(
	context: IExecuteFunctions,
	{ destination }: Resolved,
	{ timeoutMs }: Settings,
	clock: Clock,
): DeliveryTools {
	const send = destination.authenticated ? sendWithCredential : sendOpen;
	return {
		...clock,
		random: Math.random,
		send: async (request) =>
			await send(context, {
				method: 'POST',
				timeoutMs,
				maxAnswerBytes: INLET_ANSWER_BYTES,
				...request,
			}),
	};
}
