import { countOf, formatNumber, type Clock } from './formats.mts';
import { HOUR_MS, shorten, type ReportData, type Undelivered } from './reportData.mts';

/** The first thing that the page says. */
export interface Verdict {
	/**
	 * `good`: nothing to do. `empty`: there was nothing. `waiting`: the workflows do the rest. `bad`: somebody has to act.
	 */
	level: 'good' | 'empty' | 'waiting' | 'bad';
	/** One sentence. */
	sentence: string;
	/** One to do each, in full sentences. */
	toDo: string[];
}

/** Adobe reports on a dataflow once an hour, and n8n asks four times an hour. */
const OUTDATED_MS = 2 * HOUR_MS;

const sum = (groups: Undelivered[]) => groups.reduce((events, group) => events + group.events, 0);

/** Most codes in a sentence. */
const MOST_CODES = 5;

function codesOf(groups: Undelivered[]): string {
	const codes = [...new Set(groups.map(({ code }) => code))];
	const left = codes.length - MOST_CODES;
	return [...codes.slice(0, MOST_CODES), ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** Returns true if so many events arrived that the counting is not up to date. */
export const isBehind = ({ until, now }: ReportData): boolean => now - until > HOUR_MS / 2;

/** Returns the number of events that Adobe accepted. */
export function acceptedIn({ hours }: ReportData): number {
	const kinds = hours.flatMap(({ kinds }) => [...kinds.values()]);
	return kinds.reduce((accepted, { events }) => accepted + events, 0);
}

/** Says whether all events reached Adobe, and if not, what to do. */
export function verdictOf(data: ReportData, clock: Clock): Verdict {
	const accepted = acceptedIn(data);
	const since = `since ${clock.when(data.start)}`;
	const toDo = [...undeliveredToDo(data), ...adobesToDo(data, clock)];
	const waiting = sum(data.undelivered);
	const stuck = sum(data.undelivered.filter(needsSomebody));
	if (toDo.length > 0) {
		const reached = `Adobe accepted ${countOf(accepted, 'event')} ${since}`;
		const sentence =
			stuck > 0
				? `${reached}, but ${atLeast(data)}${countOf(stuck, 'other')} will not get there until somebody acts.`
				: `${reached}, but not everything is in order.`;
		return { level: 'bad', sentence, toDo };
	}
	if (waiting > 0)
		return {
			level: 'waiting',
			sentence: `Adobe accepted ${countOf(accepted, 'event')} ${since}; ${atLeast(data)}${formatNumber(waiting)} ${waiting === 1 ? 'waits and is' : 'wait and are'} sent again automatically.`,
			toDo: [],
		};
	if (isBehind(data))
		return {
			level: 'waiting',
			sentence: `${countOf(accepted, 'event')} ${since}, reached Adobe, counted up to ${clock.when(data.until)}; later ones are still to be counted.`,
			toDo: [],
		};
	if (accepted === 0)
		return {
			level: 'empty',
			sentence: `No event arrived ${since}, and none is waiting.`,
			toDo: [],
		};
	return {
		level: 'good',
		sentence:
			accepted === 1
				? `The only event ${since}, reached Adobe.`
				: `All ${formatNumber(accepted)} events ${since}, reached Adobe.`,
		toDo: [],
	};
}

const needsSomebody = ({ needsPerson, retry }: Undelivered) =>
	needsPerson || retry === 'afterChange';

const atLeast = ({ moreUndelivered }: ReportData) => (moreUndelivered ? 'at least ' : '');

function undeliveredToDo({ undelivered }: ReportData): string[] {
	const person = undelivered.filter(({ needsPerson }) => needsPerson);
	const change = undelivered.filter((group) => !group.needsPerson && group.retry === 'afterChange');
	const toDo: string[] = [];
	if (person.length > 0)
		toDo.push(
			`${countOf(sum(person), 'event')} cannot be delivered as ${sum(person) === 1 ? 'it is' : 'they are'} (${codesOf(person)}). In the data table Chatlio dead letters, read message and advice and correct the cause. Then run Try All Again Now in Replay Dead Letters.`,
		);
	if (change.length > 0)
		toDo.push(
			`${countOf(sum(change), 'event')} ${sum(change) === 1 ? 'waits' : 'wait'} until somebody changes something in Adobe or n8n (${codesOf(change)}). The column advice of Chatlio dead letters says what. After that, they are sent automatically.`,
		);
	return toDo;
}

function adobesToDo({ runs, reconciliation, now }: ReportData, clock: Clock): string[] {
	const toDo: string[] = [];
	const failedIn = (runs?.value ?? []).reduce((failed, run) => failed + run.recordsFailed, 0);
	const { failed = 0, missing = 0, notCompared = 0 } = reconciliation?.value ?? {};
	if (runs?.code)
		toDo.push(
			`Adobe could not be asked about its dataflow runs (${clock.when(runs.at)}: ${shorten(runs.code)}). Check the credential and the dataflow in the node Ask for Runs.`,
		);
	else if (runs && now - runs.at > OUTDATED_MS)
		toDo.push(
			`The numbers of the dataflow runs are from ${clock.when(runs.at)}. Check that this workflow is published and that its executions end well.`,
		);
	if (failedIn > 0 || failed > 0)
		toDo.push(
			`Adobe accepted ${countOf(Math.max(failedIn, failed), 'record')} and did not store ${Math.max(failedIn, failed) === 1 ? 'it' : 'them'}. The operation Failed Record: Get Many returns each with the reason. Correct the cause, then send it again.`,
		);
	if (missing > 0)
		toDo.push(
			`At least ${countOf(missing, 'record')} that Adobe accepted did not arrive in the dataflow. Check whether somebody changed or disabled the dataflow at that time.`,
		);
	if (notCompared > 0)
		toDo.push(
			`${countOf(notCompared, 'record')} could not be compared with Adobe (${shorten(reconciliation?.value?.code ?? 'unknown')}). Check the node Reconcile.`,
		);
	return toDo;
}
