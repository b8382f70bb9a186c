import type { FastifyInstance } from 'fastify';
import { at, type JsonObject } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import type { World } from '../world.mts';
import { notFound } from './flowProblems.mts';
import { FLOW_SERVICE } from './flowResources.mts';
import { listPage } from './paging.mts';
import { originOf, queryValues } from './request.mts';
import { runBody, runId } from './runBody.mts';

const ORDERABLE = [
	'id',
	'flowId',
	'createdAt',
	'updatedAt',
	'metrics.durationSummary.startedAtUTC',
	'metrics.durationSummary.completedAtUTC',
];

/**
 * Adobe's filter example says `Failed`, but its run says `success` in lowercase: the status is compared in lowercase.
 */
const STATUS_FILTER = /^(metrics\.statusSummary\.status(?:==|!=))(.*)$/;

/** Registers dataflow runs: streaming has one per hour, and none right after sending. */
export function runRoutes(app: FastifyInstance, world: World): void {
	app.get(`${FLOW_SERVICE}/runs`, (request) =>
		listPage(request, 'runs', allRuns(world, request.sandbox, originOf(request)), {
			orderable: ORDERABLE,
			filters: queryValues(request, 'property').map((filter) =>
				filter.replace(
					STATUS_FILTER,
					(_, head: string, status: string) => head + status.toLowerCase(),
				),
			),
		}),
	);

	app.get<{ Params: { id: string } }>(`${FLOW_SERVICE}/runs/:id`, (request) => {
		const { id } = request.params;
		const found = allRuns(world, request.sandbox, originOf(request)).find((run) => run.id === id);
		if (!found) throw notFound('runs', id);
		return { items: [found] };
	});
}

/** Returns the length of a window, and the start of the current one. */
function windowsOf(world: World): { length: number; running: number } {
	const length = Math.max(1, world.settings.runWindowMs);
	return { length, running: Math.floor(world.now() / length) * length };
}

/** Returns one run for each completed window in which a dataflow received data; oldest first. */
function allRuns(world: World, sandbox: string, origin: string): JsonObject[] {
	const { length, running } = windowsOf(world);
	const windows = new Map<string, { flowId: string; start: number; rows: RecordRow[] }>();
	for (const row of world.records.ofFlows(sandbox, running)) {
		const start = Math.floor(row.receivedAt / length) * length;
		const flowId = String(row.flowId);
		const id = runId(flowId, start);
		const window = windows.get(id) ?? { flowId, start, rows: [] };
		windows.set(id, window);
		window.rows.push(row);
	}
	return [...windows.values()]
		.sort((a, b) => a.start - b.start)
		.map(({ flowId, start, rows }) => {
			const flow = world.documents.get('flow', sandbox, flowId);
			return runBody({ flowId, flow, sandbox, start, end: start + length, rows, origin });
		});
}

/** Returns the latest run of a dataflow in the short form that `GET /flows/{id}` shows; undefined before the first. */
export function lastRunDetails(
	world: World,
	sandbox: string,
	flow: JsonObject,
): JsonObject | undefined {
	const { length, running } = windowsOf(world);
	const flowId = String(flow.id);
	const last = world.records.lastOfFlow(flowId, running);
	if (last === undefined) return undefined;
	const start = Math.floor(last / length) * length;
	const end = start + length;
	const rows = world.records.ofFlow(flowId, start, end);
	const run = runBody({ flowId, flow, sandbox, start, end, rows, origin: '' });
	return {
		id: run.id,
		state: at(run, 'metrics.statusSummary.status'),
		startedAtUTC: start,
		completedAtUTC: end,
	};
}
