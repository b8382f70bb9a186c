import { AcceptingInlets } from '../../../lib/streaming/acceptingInlets';

describe('inlets that accepted records a moment ago', () => {
	it('are known for a minute', () => {
		let now = 1_000_000;
		const inlets = new AcceptingInlets(() => now);
		expect(inlets.has('a')).toBe(false);
		inlets.add('a');
		now += 59_999;
		expect(inlets.has('a')).toBe(true);
		now += 1;
		expect(inlets.has('a')).toBe(false);
	});

	it('are unknown once they rejected something', () => {
		const inlets = new AcceptingInlets();
		inlets.add('a');
		inlets.delete('a');
		expect(inlets.has('a')).toBe(false);
	});

	it('are at most a thousand: the one that accepted records first goes first', () => {
		const inlets = new AcceptingInlets();
		for (let number = 0; number < 1_000; number += 1) inlets.add(`${number}`);
		inlets.add('0');
		inlets.add('another');
		expect(['0', '1', '2', 'another'].map((inlet) => inlets.has(inlet))).toEqual([
			true,
			false,
			true,
			true,
		]);
	});
});
