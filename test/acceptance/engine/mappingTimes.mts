// Measures outside of Jest how long the built package takes for the worst bodies. Writes JSON to standard output.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Body from '../../../lib/chatlio/postedBody.ts';
import type * as Parse from '../../../lib/chatlio/parseEvent.ts';
import type * as Options from '../../../lib/xdm/mappingOptions.ts';
import type * as ToXdm from '../../../lib/xdm/mapper/toXdmRecords.ts';
import { root } from '../../../playground/paths.mts';
import { startCpuTime } from '../../harness/growth.mts';
import { HOSTILE_BODIES } from '../../harness/hostileBodies.mts';

/** CPU time of answering and mapping a body as a multiple of the time of parsing it, by privacy setting. */
export interface MappingTimes {
	body: string;
	records: number;
	times: Record<string, number>;
}

const built = createRequire(join(root, 'dist', 'package.json'));
const { readBody } = built('./lib/chatlio/postedBody.js') as typeof Body;
const { parseEvent } = built('./lib/chatlio/parseEvent.js') as typeof Parse;
const { toXdmRecords } = built('./lib/xdm/mapper/toXdmRecords.js') as typeof ToXdm;
const { DEFAULT_OPTIONS } = built('./lib/xdm/mappingOptions.js') as typeof Options;

/** Two megabytes, with room for what is around the part that is filled. */
const BYTES = 1_990_000;

/** The first run compiles the code, and other threads of Node may work during any run. */
const RUNS = 4;

/** The first argument: a setting that takes at most this multiple of the parsing time is not measured more closely. */
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

/** Returns the least CPU time of some runs; stops at a run that takes at most `enough` ms. */
function leastCpuTime(work: () => unknown, enough = 0): number {
	let least = Infinity;
	for (let run = 0; run < RUNS && least > enough; run++) {
		const time = startCpuTime();
		work();
		least = Math.min(least, time());
	}
	return least;
}

/** Parses the body as n8n does, and the JSON text in it as the trigger does. */
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
		if ('problem' in read) throw new Error(read.problem.message);
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
