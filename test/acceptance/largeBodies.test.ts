import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ChatlioTrigger } from '../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { startCpuTime } from '../harness/growth.mts';
import { HOSTILE_BODIES } from '../harness/hostileBodies';
import { Registry, runNode, webhookContext } from '../harness/n8n';

/** Two megabytes, with room for what is around the part that is filled. */
const BYTES = 1_990_000;

const TIMES_PARSING = 50;

const trigger = new ChatlioTrigger();
const registry = new Registry().add([trigger, new ChatlioToXdm()]);

const SETTINGS: Record<string, INodeParameters> = {
	'everything kept': { email: 'keep', ip: 'keep' },
	'everything withheld but the texts': {
		email: 'leaveOut',
		ip: 'leaveOut',
		options: { name: 'leaveOut' },
	},
	'the address as a hash, a record per chat message': {
		email: 'hash',
		ip: 'leaveOut',
		transcripts: 'perMessage',
		options: { name: 'leaveOut' },
	},
	'everything withheld but the texts, transcripts whole': {
		email: 'leaveOut',
		ip: 'leaveOut',
		transcripts: 'whole',
		options: { name: 'leaveOut' },
	},
	'everything withheld': {
		email: 'leaveOut',
		ip: 'leaveOut',
		options: { name: 'leaveOut', texts: 'leaveOut', traits: 'leaveOut' },
	},
};

/** CPU time in ms: a busy machine takes longer by the clock only. */
async function cpuTime(work: () => unknown): Promise<number> {
	const time = startCpuTime();
	await work();
	return time();
}

/** The first run compiles the code, and other threads of Node may work beside any run. */
const RUNS = 4;

/** The least CPU time of several runs, or of the first that is short enough. */
async function leastCpuTime(work: () => unknown, enough = 0): Promise<number> {
	let least = Infinity;
	for (let run = 0; run < RUNS && least > enough; run++)
		least = Math.min(least, await cpuTime(work));
	return least;
}

/** The body as n8n parses it, and the JSON text within it, which the trigger must parse. */
function parse(text: string): unknown {
	const body = JSON.parse(text) as { visitor?: { identTraits?: unknown } };
	const traits = body.visitor?.identTraits;
	if (typeof traits === 'string') JSON.parse(traits);
	return body;
}

async function receive(path: string, text: string): Promise<IDataObject> {
	const { context } = webhookContext(
		registry,
		'chatlioTrigger',
		{
			authentication: 'none',
			events: CHATLIO_EVENTS.map(({ kind }) => kind),
			options: { collect: false, maxBodySize: 16 },
		},
		{
			path: `/webhook/b7c9/${path}`,
			body: JSON.parse(text),
			rawBody: Buffer.from(text),
			headers: { 'content-type': 'application/json' },
		},
	);
	const { workflowData } = await trigger.webhook.call(context);
	return workflowData![0][0].json;
}

describe('a 2 MB body of any kind, through every privacy setting, is answered and mapped within 50 times the time of parsing it', () => {
	test.each(Object.entries(HOSTILE_BODIES))(
		'%s',
		async (_, { kind, write }) => {
			const { path } = CHATLIO_EVENTS.find((event) => event.kind === kind)!;
			const text = write(BYTES);
			const parsing = await leastCpuTime(() => parse(text));
			let json: IDataObject = {};
			const answering = await leastCpuTime(async () => (json = await receive(path, text)));
			for (const [name, parameters] of Object.entries(SETTINGS)) {
				let records = 0;
				const map = async () => {
					const { output } = await runNode({
						registry,
						type: 'chatlioToXdm',
						parameters: { tenantId: '_acme', ...parameters },
						input: [{ json }],
					});
					records = output().length;
				};
				const mapping = await leastCpuTime(map, TIMES_PARSING * parsing - answering);
				expect(records).toBeGreaterThan(0);
				const times = Math.round((answering + mapping) / parsing);
				expect({ name, times }).toEqual({ name, times: Math.min(times, TIMES_PARSING) });
			}
		},
		// Several runs of up to a second, on a machine that may be busy.
		300_000,
	);
});
