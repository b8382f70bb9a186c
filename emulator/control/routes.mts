import type { FastifyInstance } from 'fastify';
import { CLIENT_ID, CLIENT_SECRET, ORG_ID, SCOPES } from '../account.mts';
import { Answer } from '../answer.mts';
import { asObject, isObject } from '../json.mts';
import { jsonBody, originOf, queryValue } from '../platform/request.mts';
import { checkSettings } from '../settings.mts';
import type { World } from '../world.mts';
import { readFaultRule } from './faults.mts';
import { overview } from './overview.mts';
import { showRecord } from './showRecord.mts';

const MOST_RECORDS = 100_000;

/** Registers the emulator's own endpoint, for tests, demonstrations and the preview page; no real platform has it. */
export function controlRoutes(app: FastifyInstance, world: World): void {
	app.get('/emulator/settings', () => world.settings);

	app.put('/emulator/settings', (request) => {
		const change = readObject(jsonBody(request));
		const problem = checkSettings(change);
		if (problem) throw refuse(problem);
		world.settings = { ...world.settings, ...change };
		return world.settings;
	});

	app.get('/emulator/faults', () => ({ faults: world.faults.list() }));

	app.post('/emulator/faults', (request) => {
		const rule = readFaultRule(jsonBody(request));
		if (typeof rule === 'string') throw refuse(rule);
		world.faults.add(rule);
		return { faults: world.faults.list() };
	});

	app.delete('/emulator/faults', () => {
		world.faults.clear();
		return { faults: [] };
	});

	app.get('/emulator/records', (request) => {
		const datasetId = queryValue(request, 'datasetId') || undefined;
		const { rows, revision } = world.records.find({
			datasetId,
			status: queryValue(request, 'status') || undefined,
			since: numberOf(queryValue(request, 'since')),
			afterRevision: numberOf(queryValue(request, 'afterRevision')),
			newest: queryValue(request, 'order') === 'newest',
			limit: Math.min(numberOf(queryValue(request, 'limit')) ?? 10_000, MOST_RECORDS),
		});
		return { records: rows.map(showRecord), counts: world.records.counts(datasetId), revision };
	});

	app.post('/emulator/records/age', (request) => {
		const { ms } = readObject(jsonBody(request));
		if (typeof ms !== 'number') throw refuse('"ms" is how much older the records become.');
		world.age(ms);
		return { ms };
	});

	app.get('/emulator/account', (request) => ({
		'Client ID': CLIENT_ID,
		'Client Secret': CLIENT_SECRET,
		'Organization ID': ORG_ID,
		Scopes: SCOPES.join(','),
		Sandbox: 'prod',
		'Token URL': `${originOf(request)}/ims/token/v3`,
		'Platform URL': originOf(request),
		'Allowed Hosts': originOf(request),
	}));

	app.get('/emulator/overview', (request) =>
		overview(world, queryValue(request, 'datasetId') || undefined),
	);

	app.get('/emulator/requests', (request) => {
		const path = queryValue(request, 'path') ?? '';
		return { requests: world.requests.list().filter((one) => one.path.includes(path)) };
	});

	app.get('/emulator/tokens', () => world.tokens.totals(world.now()));

	app.post('/emulator/tokens/expire', () => {
		world.tokens.expireAll(world.now());
		return world.tokens.totals(world.now());
	});

	app.post('/emulator/tokens/revoke', () => {
		world.tokens.revokeAll();
		return world.tokens.totals(world.now());
	});

	app.post('/emulator/reset', () => {
		world.reset();
		return { reset: true };
	});

	app.post<{ Params: { id: string } }>('/emulator/flows/:id/age', (request) => {
		const { ms } = readObject(jsonBody(request));
		if (typeof ms !== 'number') throw refuse('"ms" is how much older the dataflow becomes.');
		return changeFlow(world, request.params.id, (flow) => ({
			...flow,
			createdAt: Number(flow.createdAt) - ms,
			updatedAt: Number(flow.updatedAt) - ms,
		}));
	});

	app.patch<{ Params: { id: string } }>('/emulator/flows/:id', (request) => {
		const { state } = readObject(jsonBody(request));
		if (typeof state !== 'string') throw refuse('"state" is the state the dataflow is to have.');
		return changeFlow(world, request.params.id, (flow) => ({ ...flow, state }));
	});
}

function changeFlow(
	world: World,
	id: string,
	change: (flow: Record<string, unknown>) => Record<string, unknown>,
): Record<string, unknown> {
	const sandbox = world.documents.sandboxOf('flow', id);
	if (sandbox === undefined) throw new Answer(404, { message: `There is no dataflow ${id}.` });
	const changed = change(asObject(world.documents.get('flow', sandbox, id)));
	world.documents.put('flow', sandbox, id, changed);
	return changed;
}

function readObject(value: unknown): Record<string, unknown> {
	if (!isObject(value)) throw refuse('The body must be a JSON object.');
	return value;
}

function numberOf(text: string | undefined): number | undefined {
	if (text === undefined || text === '') return undefined;
	const number = Number(text);
	if (!Number.isFinite(number)) throw refuse(`"${text}" is not a number.`);
	return number;
}

function refuse(message: string): Answer {
	return new Answer(400, { message });
}
