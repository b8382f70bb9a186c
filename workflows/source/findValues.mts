/** An execution as n8n's API returns it with its data, or the error that n8n gave instead. */
export interface ReadExecution {
	id?: string | number;
	data?: unknown;
	error?: unknown;
}

/** An execution to delete, or one that could not be read. */
export interface FoundExecution {
	id: string;
	unread: boolean;
}

/**
 * Finds the executions whose data matches, and those that could not be read.
 *
 * @param pattern a regular expression that ignores case; escaped line breaks count as spaces
 */
export function findValues(executions: ReadExecution[], pattern: string): FoundExecution[] {
	const wanted = new RegExp(pattern, 'i');
	return executions.flatMap<FoundExecution>(({ id, data, error }) => {
		if (id === undefined || error !== undefined) return [{ id: '', unread: true }];
		const text = JSON.stringify([data]).replace(/\\+[nrtbf]/g, ' ');
		return wanted.test(text) ? [{ id: String(id), unread: false }] : [];
	});
}
