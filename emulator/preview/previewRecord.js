// Shows a record: its line, and the details that open below it. Only text, never markup.

export const STATUSES = {
	received: ['Received', 'Accepted by the inlet, not yet validated.'],
	stored: ['Stored', 'Valid XDM, in the dataset.'],
	refused: [
		'Refused',
		'The inlet answered 200, but the record did not pass validation. It is in a failed batch of the dataset.',
	],
	lost: [
		'Lost',
		'The inlet answered 200 and the record is gone: the dataflow is disabled, unknown, or younger than its warm-up of about five minutes.',
	],
};

const PROFILE = {
	ingested: 'In Profile',
	duplicate: 'Already there',
	dropped: 'Dropped',
	skipped: 'Skipped',
	notEnabled: 'Not enabled',
};

export function element(tag, text, className) {
	const made = document.createElement(tag);
	if (text !== undefined) made.textContent = text;
	if (className) made.className = className;
	return made;
}

const two = (number) => String(number).padStart(2, '0');

const DAY = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });

/** Formats the day and the time of day, with milliseconds. */
export function clock(milliseconds) {
	const at = new Date(milliseconds);
	const seconds = `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
	return `${DAY.format(at)}, ${two(at.getHours())}:${two(at.getMinutes())}:${seconds}`;
}

/** Returns the line of a record in the list. */
export function showSummary(record) {
	const [label] = STATUSES[record.status];
	const summary = element('summary', undefined, 'row');
	const time = element('time', clock(record.receivedAt));
	time.dateTime = new Date(record.receivedAt).toISOString();
	time.title = new Date(record.receivedAt).toLocaleString();
	summary.append(
		time,
		element('span', record.eventType ?? '(no event type)', record.eventType ? '' : 'none'),
		element('code', record._id ?? '(no _id)', record._id ? 'id' : 'id none'),
		element('span', label, `status ${record.status}`),
		element(
			'span',
			record.profile ? PROFILE[record.profile.outcome] : '',
			`profile ${record.profile?.outcome ?? ''}`,
		),
	);
	const why = record.why ?? record.profile?.reason;
	if (why && record.profile?.outcome !== 'notEnabled') summary.append(element('span', why, 'why'));
	return summary;
}

/** Returns all details of a record. */
export function showDetails(record) {
	const box = element('div', undefined, 'details');
	const facts = element('dl');
	const fact = (name, value) => {
		if (value) facts.append(element('dt', name), element('dd', value));
	};
	fact('Status', `${STATUSES[record.status][0]}. ${STATUSES[record.status][1]}`);
	fact('Why', record.why);
	if (record.profile) {
		const reason = record.profile.reason ? `: ${record.profile.reason}` : '';
		fact('Profile', `${PROFILE[record.profile.outcome]}${reason}`);
	}
	fact('_id', record._id);
	fact('Transaction ID', record.xactionId);
	fact('Dataset', record.datasetId);
	fact('Dataflow', record.flowId);
	fact('Batch', record.batchId);
	if (record.settledAt) fact('Settled after', `${record.settledAt - record.receivedAt} ms`);
	box.append(facts);
	const json = (title, value) => {
		const empty = value === null || value === undefined || value.length === 0;
		if (empty) return;
		box.append(element('h3', title), element('pre', JSON.stringify(value, null, 2)));
	};
	json('What validation found', record.violations);
	json('What the mapping could not compute', record.warnings);
	json('XDM record', record.record);
	if (record.status !== 'stored' || !record.message?.body) json('As received', record.message);
	return box;
}
