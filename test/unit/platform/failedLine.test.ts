import fc from 'fast-check';
import { readFailedLine } from '../../../lib/platform/services/failedLine';

const violationOf = (message: string) => readFailedLine({ _errors: [{ message }] }).violations[0];

describe('a coded violation', () => {
	it.each([
		[
			'Error [#/_acme/a: expected type: Long, found: String]',
			'_acme.a',
			'expected type: Long, found: String',
		],
		['[#: required key [_id] not found]', '_id', 'required key [_id] not found'],
		[
			'a [#/b] c [#/d: extraneous key [e] is not permitted]',
			'd.e',
			'extraneous key [e] is not permitted',
		],
		['[#/a:b] [#/c: "x]: [#/y: z" is not a valid date]', 'c', '"x]: [#/y: z" is not a valid date'],
		['[#/map[0: x]', 'map[0', 'x'],
	])('is split into field and rule: %s', (message, field, rule) => {
		expect(violationOf(message)).toMatchObject({ field, rule });
	});

	it.each(['no brackets', '[#/a: b] and more', '[#/a:b]', '[a: b]'])(
		'is kept as it is: %s',
		(message) => {
			expect(violationOf(message)).toMatchObject({ field: '(record)', rule: message });
		},
	);

	it('is read as a single regular expression would read it, only faster', () => {
		const parts = fc.constantFrom('[#', '[', ']', ': ', ':', ' ', '/a', 'b');
		fc.assert(
			fc.property(fc.array(parts, { maxLength: 12 }), (pieces) => {
				const message = pieces.join('');
				const [, pointer = '#', rule = message] = /\[(#[^:\]]*): (.*)\]$/s.exec(message) ?? [];
				const field = pointer.replace(/^#\/?/, '').split('/').filter(Boolean).join('.');
				expect(violationOf(message)).toMatchObject({ field: field || '(record)', rule });
			}),
			{ numRuns: 2_000 },
		);
	});
});

it('treats a list nested thousands deep as a line that Adobe could not read', () => {
	let line: unknown[] = [];
	for (let depth = 0; depth < 100_000; depth += 1) line = [line];
	expect(readFailedLine(line)).toMatchObject({ unreadable: '(nested too deep to be shown)' });
});
