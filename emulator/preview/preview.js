// The dataset preview: checks each second for changed records and shows the newest ones. Everything
// from a record is set as text, never as markup.

import { copyButton } from './copyButton.js';
import { STATUSES, clock, element, showDetails, showSummary } from './previewRecord.js';

const SHOWN = 100;

const $ = (id) => document.getElementById(id);
const chosen = new URLSearchParams(location.hash.slice(1));
const rows = new Map();
let shownRevision = -1;
let shownDatasets = '';

function choose(name, value) {
	if (value) chosen.set(name, value);
	else chosen.delete(name);
	history.replaceState(null, '', `#${chosen}`);
	shownRevision = -1;
	void look();
}

async function get(path, parameters) {
	const reply = await fetch(`${path}?${new URLSearchParams(parameters)}`);
	if (!reply.ok) throw new Error(`status ${reply.status}`);
	return await reply.json();
}

function showDatasets(datasets) {
	const text = JSON.stringify(datasets);
	if (text === shownDatasets) return;
	shownDatasets = text;
	const select = $('dataset');
	const all = element('option', datasets.length === 0 ? 'No dataset yet' : 'All datasets');
	all.value = '';
	const options = datasets.map(({ id, name, sandbox, profile }) => {
		const extras = [sandbox === 'prod' ? '' : sandbox, profile ? 'Profile' : ''].filter(Boolean);
		const option = element('option', extras.length > 0 ? `${name} (${extras.join(', ')})` : name);
		option.value = id;
		return option;
	});
	select.replaceChildren(all, ...options);
	if (!datasets.some(({ id }) => id === chosen.get('dataset'))) chosen.delete('dataset');
	select.value = chosen.get('dataset') ?? '';
}

function counter(status, label, count) {
	const button = element('button', undefined, `counter ${status || 'all'}`);
	button.type = 'button';
	button.setAttribute('aria-pressed', String((chosen.get('status') ?? '') === status));
	button.append(element('span', String(count), 'number'), element('span', label, 'label'));
	button.addEventListener('click', () => choose('status', status));
	return button;
}

function showCounters(counts) {
	const focused = [...$('counters').children].indexOf(document.activeElement);
	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	$('counters').replaceChildren(
		counter('', 'All', total),
		...Object.entries(STATUSES).map(([status, [label]]) => counter(status, label, counts[status])),
	);
	if (focused >= 0) $('counters').children[focused].focus();
}

function showRefusedByInlet(refusedByInlet) {
	const box = $('refusedByInlet');
	box.hidden = refusedByInlet.length === 0;
	if (box.hidden) return;
	const messages = refusedByInlet.reduce((sum, one) => sum + one.messages, 0);
	box.querySelector('summary').textContent =
		`${messages} ${messages === 1 ? 'message' : 'messages'} refused by the inlet`;
	const lines = refusedByInlet.slice(0, 20).map(({ at, status, messages, reason }) => {
		const many = messages > 1 ? `${messages} messages, the first: ` : '';
		return element('li', `${clock(at)}  ${status ?? ''}  ${many}${reason ?? 'no reason given'}`);
	});
	box.querySelector('ol').replaceChildren(...lines);
}

function showRow(record) {
	const known = rows.get(record.id);
	if (known?.revision === record.revision) return known.row;
	const row = known?.row ?? element('details', undefined, 'record');
	row.replaceChildren(showSummary(record), showDetails(record));
	rows.set(record.id, { row, revision: record.revision });
	return row;
}

function showRecords(records, count, datasets) {
	$('records').hidden = records.length === 0;
	$('rows').replaceChildren(...records.map(showRow));
	for (const id of rows.keys()) if (!records.some((one) => one.id === id)) rows.delete(id);
	$('more').hidden = count <= records.length;
	$('more').textContent = `The newest ${records.length} of ${count} records are shown.`;
	if (records.length === 0) showEmpty(datasets);
	$('empty').hidden = records.length > 0;
}

function showEmpty(datasets) {
	const [title, text, command] =
		datasets.length === 0
			? [
					'No dataset yet',
					'Run Set Up in n8n: it makes a schema, a dataset, and a dataflow here (the values for its credential are below). Or stop this emulator and let one command make them, start n8n, and send five chat events:',
					'npm start',
				]
			: chosen.has('status')
				? ['None of these', 'No record of this dataset has that status.', '']
				: [
						'Nothing has arrived yet',
						'Run a workflow that sends to this dataset, or post a message to its inlet. Records appear here within a second; nothing needs to be reloaded.',
						'',
					];
	$('empty').querySelector('h2').textContent = title;
	$('empty').querySelector('p').textContent = text;
	$('empty').querySelector('pre').textContent = command;
	$('empty').querySelector('pre').hidden = command === '';
}

async function look() {
	const datasetId = chosen.get('dataset') ?? '';
	const status = chosen.get('status') ?? '';
	const { revision, datasets, counts, refusedByInlet } = await get('/emulator/overview', {
		datasetId,
	});
	showDatasets(datasets);
	showRefusedByInlet(refusedByInlet);
	const state = `${revision} ${datasets.length}`;
	if (state === shownRevision) return;
	showCounters(counts);
	const { records } = await get('/emulator/records', {
		datasetId,
		status,
		order: 'newest',
		limit: SHOWN,
	});
	const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
	showRecords(records, status ? counts[status] : total, datasets);
	shownRevision = state;
}

async function keepLooking() {
	try {
		await look();
		$('connection').textContent = 'Live';
		$('connection').className = 'live';
	} catch {
		$('connection').textContent = 'The emulator does not answer. Was it stopped?';
		$('connection').className = 'lost';
		shownRevision = -1;
	}
	setTimeout(() => void keepLooking(), document.hidden ? 5000 : 1000);
}

$('origin').textContent = location.origin;
$('dataset').addEventListener('change', (event) => choose('dataset', event.target.value));
for (const [label, meaning] of Object.values(STATUSES)) {
	$('legend').append(element('dt', label), element('dd', meaning));
}
$('legend').append(
	element('dt', 'Profile'),
	element(
		'dd',
		'What Real-Time Customer Profile makes of a stored event: it drops events over 10 KB, keeps one per _id, and skips events without exactly one primary identity or with a namespace the organization does not have. Adobe tells none of this to the sender.',
	),
);
const connections = Object.entries(await get('/emulator/account', {}));
for (const [name, value] of connections) {
	const shown = element('dd');
	shown.append(element('code', value), copyButton(name, value));
	$('account').append(element('dt', name), shown);
}
void keepLooking();
