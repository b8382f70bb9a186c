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

/** The workflow compares once a day. */
const NOT_COMPARED_MS = 26 * HOUR_MS;

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
	if (!data.runs || !data.reconciliation)
		return {
			level: 'waiting',
			sentence: `Adobe accepted ${countOf(accepted, 'event')} ${since}; ${notCheckedYet(data)}.`,
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

const notCheckedYet = ({ runs }: ReportData) =>
	runs
		? 'the daily comparison with what arrived is still to come'
		: 'Adobe has not been asked about its dataflow runs yet';

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

function adobesToDo(data: ReportData, clock: Clock): string[] {
	return [...runsToDo(data, clock), ...recordsToDo(data), ...reconciliationToDo(data, clock)];
}

function runsToDo({ runs, now }: ReportData, clock: Clock): string[] {
	if (!runs) return [];
	const toDo: string[] = [];
	if (runs.code)
		toDo.push(
			`Adobe could not be asked about its dataflow runs (${clock.when(runs.at)}: ${shorten(runs.code)}). Check the credential and the dataflow in the node Ask for Runs.`,
		);
	else if (now - runs.at > OUTDATED_MS)
		toDo.push(
			`The numbers of the dataflow runs are from ${clock.when(runs.at)}. Check that this workflow is published and that its executions end well.`,
		);
	return toDo;
}

function recordsToDo({ runs, reconciliation }: ReportData): string[] {
	const failedIn = (runs?.value ?? []).reduce((failed, run) => failed + run.recordsFailed, 0);
	const records = Math.max(failedIn, reconciliation?.value?.failed ?? 0);
	// Those with rejected records are said by their records.
	const failedRuns = (runs?.value ?? []).filter(
		({ status, recordsFailed }) => status === 'failed' && recordsFailed === 0,
	).length;
	const toDo: string[] = [];
	if (records > 0)
		toDo.push(
			`Adobe accepted ${countOf(records, 'record')} and did not store ${records === 1 ? 'it' : 'them'}. The operation Failed Record: Get Many returns each with the reason. Correct the cause, then send it again.`,
		);
	if (failedRuns > 0)
		toDo.push(
			`${countOf(failedRuns, 'dataflow run')} failed without rejecting a record. The operation Dataflow Run: Get Many returns the reasons.`,
		);
	return toDo;
}

function reconciliationToDo({ reconciliation, now }: ReportData, clock: Clock): string[] {
	if (!reconciliation) return [];
	const toDo: string[] = [];
	const { missing = 0, notCompared = 0, code } = reconciliation.value ?? {};
	if (missing > 0)
		toDo.push(
			`At least ${countOf(missing, 'record')} that Adobe accepted did not arrive in the dataflow. Check whether somebody changed or disabled the dataflow at that time.`,
		);
	if (notCompared > 0)
		toDo.push(
			`${countOf(notCompared, 'record')} could not be compared with Adobe (${shorten(code ?? 'unknown')}). Check the node Reconcile.`,
		);
	if (!reconciliation.value)
		toDo.push(
			`The accepted records could not be compared with Adobe (${shorten(reconciliation.code ?? 'unknown')}). Check the node Reconcile.`,
		);
	else if (now - reconciliation.at > NOT_COMPARED_MS)
		toDo.push(
			`The accepted records were last compared with Adobe ${clock.when(reconciliation.at)}. Check that this workflow is published and that its daily execution ends well.`,
		);
	return toDo;
}
