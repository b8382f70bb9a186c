import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findSandbox, ORG_ID } from '../account.mts';
import { Answer } from '../answer.mts';
import { asArray, asObject, asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { METRICS, type MetricData, type Metric, type Point } from './metricTable.mts';
import { jsonBody } from './request.mts';

const PATH = '/data/infrastructure/observability/insights/metrics';

const GRANULARITIES: Record<string, number> = {
	MINUTE: 60_000,
	HOUR: 3_600_000,
	DAY: 86_400_000,
};

const COMBINE: Record<string, (values: number[]) => number> = {
	sum: (values) => values.reduce((sum, value) => sum + value, 0),
	avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
	min: (values) => Math.min(...values),
	max: (values) => Math.max(...values),
	count: (values) => values.length,
};

/** Registers Observability Insights: counts of received data over a period. */
export function observabilityRoutes(app: FastifyInstance, world: World): void {
	app.post(PATH, (request) => {
		const body = asObject(jsonBody(request));
		const period = readPeriod(request, body);
		const queries = asArray(body.metrics).map((raw) => readQuery(request, body, raw));
		if (queries.length === 0) throw refusal(request, 'At least one metric is required.');
		const data: MetricData = {
			records: world.records.between(request.sandbox, period.start, period.end),
			batches: world.documents
				.list('batch', request.sandbox)
				.filter((one) => Number(one.created) >= period.start && Number(one.created) < period.end),
			calls: world.inletCalls.between(period.start, period.end),
		};
		return { metricResponses: queries.map((query) => metricResponse(query, data, period)) };
	});
}

interface Period {
	start: number;
	end: number;
	granularity: string | undefined;
}

interface Query {
	name: string;
	metric: Metric;
	filters: JsonObject[];
	ids: string[] | undefined;
	groupBy: string | undefined;
	combine: (values: number[]) => number;
	downsample: (values: number[]) => number;
}

function readPeriod(request: FastifyRequest, body: JsonObject): Period {
	const start = Date.parse(asText(body.start) ?? '');
	const end = Date.parse(asText(body.end) ?? '');
	if (Number.isNaN(start)) throw refusal(request, 'Start date is missing or not valid.');
	if (Number.isNaN(end)) throw refusal(request, 'End date is missing or not valid.');
	if (start > end) throw refusal(request, 'Start date cannot be after end date.');
	const granularity = asText(body.granularity)?.toUpperCase();
	if (granularity !== undefined && !Object.hasOwn(GRANULARITIES, granularity)) {
		throw refusal(request, `Granularity ${String(body.granularity)} is not valid.`);
	}
	return { start, end, granularity };
}

function readQuery(request: FastifyRequest, body: JsonObject, raw: unknown): Query {
	const { name, aggregator, downsample, filters } = asObject(raw);
	const metric = Object.hasOwn(METRICS, String(name)) ? METRICS[String(name)] : undefined;
	if (!metric) throw refusal(request, `Metric ${String(name)} is not valid.`);
	const combine = COMBINE[asText(aggregator)?.toLowerCase() ?? ''];
	if (!combine) throw refusal(request, `Aggregator is missing or not valid for ${String(name)}.`);
	const downsampleFunction = COMBINE[asText(downsample)?.toLowerCase() ?? ''];
	if (!downsampleFunction && (downsample !== undefined || body.granularity !== undefined)) {
		throw refusal(request, `Downsample is missing or not valid for ${String(name)}.`);
	}
	const givenFilters = asArray(filters).filter(isObject);
	const filter = givenFilters.find((one) => metric.filters.includes(String(one.name)));
	if (givenFilters.some((one) => one !== filter)) {
		throw refusal(request, `Filter is not valid for ${String(name)}.`);
	}
	if (!filter && metric.needsFilter) {
		throw refusal(request, `Filter ${metric.filters[0]} is required for ${String(name)}.`);
	}
	return {
		name: String(name),
		metric,
		filters: givenFilters,
		ids: filter && String(filter.value).split('|'),
		groupBy: filter?.groupBy === true ? String(filter.name) : undefined,
		combine,
		downsample: downsampleFunction ?? COMBINE.sum!,
	};
}

function metricResponse(query: Query, data: MetricData, period: Period): JsonObject {
	const points = query.metric
		.points(data)
		.filter((point) => query.ids === undefined || query.ids.includes(point.id));
	const { groupBy } = query;
	const groups = groupBy ? (query.ids ?? []).map((id) => [id] as const) : [[undefined] as const];
	return {
		metric: query.name,
		filters: query.filters,
		datapoints: groups.map(([id]) => ({
			groupBy: groupBy === undefined ? {} : { [groupBy]: id },
			dps: dataPoints(
				query,
				points.filter((point) => id === undefined || point.id === id),
				period,
			),
		})),
		granularity: period.granularity ?? null,
	};
}

/** Returns one value per step of the granularity, for steps with data; without one, a value for the whole period. */
function dataPoints(query: Query, points: Point[], period: Period): Record<string, number> {
	const step = period.granularity === undefined ? 0 : GRANULARITIES[period.granularity]!;
	const steps = new Map<string, Map<string, number[]>>();
	for (const { id, at, value } of points) {
		const time = step === 0 ? period.start : Math.floor(at / step) * step;
		const key = new Date(time).toISOString().replace('.000Z', 'Z');
		const series = steps.get(key) ?? new Map<string, number[]>();
		steps.set(key, series);
		series.set(id, [...(series.get(id) ?? []), value]);
	}
	return Object.fromEntries(
		[...steps]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, series]) => [
				key,
				query.combine([...series.values()].map((values) => query.downsample(values))),
			]),
	);
}

/** Creates a rejection in the only full form that Adobe shows. */
function refusal(request: FastifyRequest, text: string): Answer {
	const errorCode = 'INSGHT-1000-400';
	return new Answer(400, {
		type: `http://ns.adobe.com/aep/errors/${errorCode}`,
		title: `Bad Request - ${text}`,
		status: 400,
		report: {
			tenantInfo: {
				sandboxName: request.sandbox,
				sandboxId: findSandbox(request.sandbox)?.id,
				imsOrgId: ORG_ID,
			},
			additionalContext: null,
		},
		'error-chain': [
			{
				serviceId: 'INSGHT',
				errorCode,
				invokingServiceId: 'INSGHT',
				unixTimeStampMs: Date.now(),
			},
		],
	});
}
