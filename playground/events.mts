import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import Table from 'cli-table3';
import type { Emulator } from '../emulator/start.mts';
import type { DemoDataflow } from './adobe.mts';
import type { PublishedExample } from './example.mts';
import { built } from './built.mts';
import { root } from './paths.mts';

interface EventDefinition {
	kind: string;
	path: string;
	title: string;
	eventType: string;
}

/** Returns the package's own table of the five events. */
export function chatlioEvents(): EventDefinition[] {
	return built<{ CHATLIO_EVENTS: EventDefinition[] }>('lib/chatlio/events.js').CHATLIO_EVENTS;
}

/** Returns the last parts of the trigger's URLs, including those that respond when the workflow has finished. */
export function chatlioPaths(): string[] {
	const { WAIT_SUFFIX } = built<{ WAIT_SUFFIX: string }>('lib/chatlio/events.js');
	return chatlioEvents().flatMap(({ path }) => [path, `${path}${WAIT_SUFFIX}`]);
}

/** Reads the payload that Chatlio documents for an event. */
export function documentedPayload(name: string): Record<string, unknown> {
	const file = join(root, 'test', 'payloads', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

export interface PostedEvent extends EventDefinition {
	at: number;
	status: number;
	answer: string;
}

/** Posts each documented payload as Chatlio does. */
export async function postEvents({ urlOf }: PublishedExample): Promise<PostedEvent[]> {
	const postedEvents: PostedEvent[] = [];
	for (const event of chatlioEvents()) {
		const at = Date.now();
		const { status, data } = await axios.post<unknown>(
			urlOf(event.path),
			documentedPayload(event.kind),
			{ validateStatus: () => true },
		);
		const { message = '' } = (data ?? {}) as { message?: string };
		postedEvents.push({ ...event, at, status, answer: message });
	}
	return postedEvents;
}

/** Waits until the events are in the dataset, prints the result of each, and counts the valid ones. */
export async function showArrivals(
	emulator: Emulator,
	{ datasetId }: Pick<DemoDataflow, 'datasetId'>,
	posted: PostedEvent[],
): Promise<number> {
	const since = Math.min(...posted.map(({ at }) => at));
	const deadline = Date.now() + 120_000;
	const find = async () => {
		const records = await emulator.control.records({ datasetId, since });
		return posted.map(({ eventType }) =>
			records.find((record) => record.eventType === eventType && record.status !== 'received'),
		);
	};
	let arrivals = await find();
	while (arrivals.includes(undefined) && Date.now() < deadline) {
		await sleep(100);
		arrivals = await find();
	}
	const table = new Table({
		head: ['Event', 'XDM', 'Webhook to dataset'],
		style: { head: [], border: [] },
	});
	const faults: string[] = [];
	posted.forEach((event, index) => {
		const record = arrivals[index];
		const isStored = record?.status === 'stored';
		table.push([
			event.title,
			isStored ? 'valid' : record ? 'not valid' : 'missing',
			record?.settledAt ? `${record.settledAt - event.at} ms` : '',
		]);
		if (!isStored) faults.push(`${event.title}: ${whyNot(event, record?.why)}`);
	});
	console.log(`\n${table.toString()}`);
	if (faults.length > 0) console.log(faults.join('\n'));
	return arrivals.filter((record) => record?.status === 'stored').length;
}

/** Returns why an event is not in the dataset. */
function whyNot({ status, answer }: PostedEvent, why: string | null | undefined): string {
	return why ?? `it did not arrive. n8n answered ${status} ${answer}`;
}
