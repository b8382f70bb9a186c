import fc from 'fast-check';
import {
	ENDED,
	explainNotSent,
	explainRefusal,
	explainUnknown,
} from '../../../lib/streaming/advice';

const refusal = { status: 400, message: '', emptyBody: false, authenticated: true };
const explain = (change: Partial<typeof refusal>) => explainRefusal({ ...refusal, ...change });

describe('what a person is told', () => {
	it('repeats Adobe’s words and says what to do about them', () => {
		const { reason, advice } = explain({ message: 'Message has unknown xdm format' });
		expect(reason).toContain('Adobe says: Message has unknown xdm format');
		expect(advice).toContain('schema');
		expect(explain({ message: 'absent or wrong ims org in the header' }).advice).toContain(
			'@AdobeOrg',
		);
		expect(explain({ message: "The 'header' field is mandatory." }).advice).toContain(
			'dataflow ID',
		);
		expect(explain({ message: 'Message is invalid' }).advice).toContain('fields named here');
	});

	it('tells an empty 403 from one that is about the token', () => {
		expect(explain({ status: 403, emptyBody: true }).reason).toContain('IP allow-list');
		expect(explain({ status: 403 }).advice).toContain('product profiles');
		expect(explain({ status: 413, emptyBody: true }).reason).toContain('larger');
	});

	it('asks for the credential where an inlet wants a token and none was sent', () => {
		for (const status of [401, 403]) {
			expect(explain({ status, authenticated: false }).advice).toContain('credential');
		}
	});

	it.each([
		[302, 'redirects are not followed'],
		[404, 'does not exist'],
		[418, 'did not take it'],
		[599, 'could not process it'],
	])('explains a %d', (status, words) => {
		expect(explain({ status }).reason).toContain(words);
	});

	it('has words for every status, without those that only alarm', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 300, max: 599 }),
				fc.boolean(),
				fc.boolean(),
				(status, empty, auth) => {
					const { reason, advice } = explain({ status, emptyBody: empty, authenticated: auth });
					expect(`${reason} ${advice}`).not.toMatch(/error|problem|fail/i);
					expect(advice).toMatch(/\.$/);
				},
			),
		);
	});

	it('says of an unknown record that sending again is harmless, and of an unsent one that nothing left', () => {
		expect(explainUnknown('no answer came').advice).toContain('_id');
		expect(explainNotSent(ENDED.byUser).reason).toBe('Not sent: the execution was stopped');
	});
});
