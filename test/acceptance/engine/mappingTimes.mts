// Measures, outside of Jest, how long the built package takes for the worst bodies: JSON on standard output.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Body from '../../../lib/chatlio/body.ts';
import type * as Parse from '../../../lib/chatlio/parse.ts';
import type * as Options from '../../../lib/xdm/options.ts';
import type * as ToXdm from '../../../lib/xdm/toXdm.ts';
import { root } from '../../../playground/paths.mts';
import { startCpuTime } from '../../harness/growth.mts';
import { HOSTILE_BODIES } from '../../harness/hostileBodies.mts';

/** CPU time of answering and mapping a body, in times of parsing it, by privacy setting. */
export interface MappingTimes {
	body: string;
	records: number;
	times: Record<string, number>;
}

const built = createRequire(join(root, 'dist', 'package.json'));
const { readBody } = built('./lib/chatlio/body.js') as typeof Body;
const { parseEvent } = built('./lib/chatlio/parse.js') as typeof Parse;
const { toXdmRecords } = built('./lib/xdm/toXdm.js') as typeof ToXdm;
const { DEFAULT_OPTIONS } = built('./lib/xdm/options.js') as typeof Options;

/** Two megabytes, with room for what is around the part that is filled. */
const BYTES = 1_990_000;

/** The first run compiles the code, and other threads of Node may work beside any run. */
const RUNS = 4;

/** The first argument: what takes no more than so many times the time of parsing is not measured any closer. */
const LIMIT = Number(process.argv[2]);

const SEARCHING = { email: 'leaveOut', ip: 'leaveOut', name: 'leaveOut' } as const;

const SETTINGS = {
	'by default': {},
	'everything kept': { ip: 'keep' },
	'everything withheld but the texts': SEARCHING,
	'the address as a hash': { ...SEARCHING, email: 'hash' },
	'a record per chat message': { ...SEARCHING, transcripts: 'perMessage' },
	'everything withheld': { ...SEARCHING, texts: 'leaveOut', traits: 'leaveOut' },
} as const;

/** The least CPU time of some runs, until one takes as little as `enough` ms. */
function leastCpuTime(work: () => unknown, enough = 0): number {
	let least = Infinity;
	for (let run = 0; run < RUNS && least > enough; run++) {
		const time = startCpuTime();
		work();
		least = Math.min(least, time());
	}
	return least;
}

/** The body as n8n parses it, and the JSON text within it, which the trigger must parse. */
function parse(text: string): Record<string, unknown> {
	const body = JSON.parse(text) as Record<string, unknown> & {
		visitor?: { identTraits?: unknown };
	};
	const traits = body.visitor?.identTraits;
	if (typeof traits === 'string') JSON.parse(traits);
	return body;
}

const measured = Object.entries(HOSTILE_BODIES).map(([body, { kind, write }]): MappingTimes => {
	const text = write(BYTES);
	const receive = () => {
		const read = readBody({ contentType: 'application/json', parsed: JSON.parse(text) });
		if ('refusal' in read) throw new Error(read.refusal.message);
		return parseEvent(kind, read.payload, '2026-11-23T06:00:00.000Z');
	};
	const parsing = leastCpuTime(() => parse(text));
	const answering = leastCpuTime(receive);
	const event = receive();
	let records = 0;
	const timesOf = (setting: object) => {
		const options = { ...DEFAULT_OPTIONS, tenantKey: '_acme', ...setting };
		const most = parsing * LIMIT - answering;
		const map = () => (records = toXdmRecords(event, options).records.length);
		const mapping = leastCpuTime(map, most);
		return Number(((answering + mapping) / parsing).toFixed(1));
	};
	const times = Object.fromEntries(
		Object.entries(SETTINGS).map(([name, setting]) => [name, timesOf(setting)]),
	);
	return { body, records, times };
});

console.log(JSON.stringify(measured));
