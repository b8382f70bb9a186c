import { readReply, type Outcome } from '../../faults/answers.mts';
import type { SentEvent } from '../../faults/load.mts';
import { missedGoals } from '../../faults/goals.mts';
import { reconcile, type Held, type StoredRecord } from '../../faults/reconcile.mts';
import type { Result } from '../../faults/run.mts';

const TAKEN: Outcome = { acknowledged: true, falsely: false };
const MARKS = { settledAt: 100, retriedAt: 200 };
const NOTHING: Held = { underWay: [], kept: [] };

let keys = 0;
const sent = (change: Partial<SentEvent> = {}): SentEvent => ({
	key: `00000000-0000-4000-8000-${String(++keys).padStart(12, '0')}`,
	mode: 'immediately',
	kind: 'newConversation',
	path: 'new-conversation',
	body: '{}',
	at: 0,
	outcome: TAKEN,
	...change,
});
const stored = ({ key }: SentEvent, receivedAt = 50, _id = `id-${key}`): StoredRecord => ({
	_id,
	receivedAt,
	text: `{"conversation":"${key}"}`,
});
const row = (events: SentEvent[], records: StoredRecord[] = [], held = NOTHING) =>
	reconcile('immediately', events, records, held, MARKS);

describe('Where an event is', () => {
	it('is lost if it was acknowledged and is nowhere', () => {
		const event = sent();
		expect(row([event])).toMatchObject({ lost: 1, lostKeys: [event.key], acknowledged: 1 });
	});

	it('is told by when Adobe first received it: at once, by Retry, by replay', () => {
		const [early, retried, replayed] = [sent(), sent(), sent()];
		const records = [
			stored(early),
			stored(retried, 150),
			stored(replayed, 250),
			stored(early, 250),
		];
		expect(row([early, retried, replayed], records)).toMatchObject({
			atOnce: 1,
			byRetry: 1,
			byReplay: 1,
			lost: 0,
		});
	});

	it('is kept or on its way if n8n holds its key', () => {
		const [waiting, letter] = [sent(), sent()];
		const held = { underWay: [`["${waiting.key}"]`], kept: [`{"visitor":"${letter.key}"}`] };
		expect(row([waiting, letter], [], held)).toMatchObject({ onItsWay: 1, kept: 1, lost: 0 });
	});

	it('is in one place only: what Adobe has counts, whatever n8n still holds of it', () => {
		const event = sent();
		const held = { underWay: [event.key], kept: [event.key] };
		expect(row([event], [stored(event)], held)).toMatchObject({
			atOnce: 1,
			onItsWay: 0,
			kept: 0,
		});
	});

	it('is counted with its cause if it was never acknowledged, and never as lost', () => {
		const outcome: Outcome = { acknowledged: false, cause: '502 process gone' };
		const [gone, delivered] = [sent({ outcome }), sent({ outcome })];
		expect(row([gone, delivered], [stored(delivered)])).toMatchObject({
			acknowledged: 0,
			lost: 0,
			neverAcknowledged: 2,
			causes: { '502 process gone': 2 },
			deliveredUnacknowledged: 1,
		});
	});

	it('does not count events of the other way of answering', () => {
		expect(row([sent({ mode: 'whenFinished' })])).toMatchObject({ sent: 0, lost: 0 });
	});

	it('tells two _ids, which count twice in Profile, from one _id sent twice', () => {
		const [two, same] = [sent(), sent()];
		const records = [stored(two), stored(two, 60, 'other'), stored(same), stored(same, 60)];
		expect(row([two, same], records)).toMatchObject({ twoIds: 1, oneIdTwice: 1 });
	});
});

describe('What the sender learns', () => {
	it.each([
		[{ status: 200, body: '{"message":"Workflow was started"}' }, TAKEN],
		[{ status: 200, body: '' }, TAKEN],
		[
			{ status: 200, body: 'n8n is starting up. Please wait' },
			{ acknowledged: true, falsely: true },
		],
		[
			{ status: 502, body: '' },
			{ acknowledged: false, cause: '502 process gone' },
		],
		[{ code: 'ECONNRESET' }, { acknowledged: false, cause: 'connection cut' }],
		[{ code: 'ECONNABORTED' }, { acknowledged: false, cause: 'no answer in time' }],
	])('of %j', (reply, outcome) => expect(readReply(reply)).toEqual(outcome));
});

describe('The goals', () => {
	const result = (change: Partial<Result>): Result => ({
		system: 'cluster',
		fault: 'main-killed',
		title: 'n8n main killed',
		rows: [row([sent()])],
		retried: 0,
		started: 1,
		stopped: 0,
		notRetryable: 0,
		seconds: 1,
		...change,
	});

	it('are missed by any loss', () => {
		expect(missedGoals([result({})])).toEqual([
			'cluster, n8n main killed, Immediately: 1 acknowledged events were lost',
		]);
	});

	it('allow a loss where n8n by its own settings erases what a killed worker held, and nowhere else', () => {
		expect(missedGoals([result({ fault: 'worker-killed-by-default' })])).toEqual([]);
		expect(missedGoals([result({ fault: 'worker-killed' })])).toHaveLength(1);
	});

	it('are missed by an event under two _ids and by one that never arrives', () => {
		const [two, waiting] = [sent(), sent()];
		const held = { underWay: [waiting.key], kept: [] };
		const records = [stored(two), stored(two, 60, 'other')];
		expect(missedGoals([result({ rows: [row([two, waiting], records, held)] })])).toHaveLength(2);
	});
});
