import { createBodyBuffers } from '../../../lib/streaming/bodyBuffers';

describe('memory for bodies', () => {
	it('is used again for a body of nearly the same size', () => {
		const buffers = createBodyBuffers();
		const first = buffers.take(999_700);
		buffers.giveBack(first.subarray(0, 999_700));
		expect(buffers.take(999_990).buffer).toBe(first.buffer);
	});

	it('is never used for two bodies at once', () => {
		const buffers = createBodyBuffers();
		const taken = [1, 2, 3].map(() => buffers.take(1_000).buffer);
		expect(new Set(taken).size).toBe(3);
	});

	it('does not add up if each body is larger than the one before', () => {
		const buffers = createBodyBuffers();
		const memories = [1, 2, 3].map((size) => {
			const taken = buffers.take(size * 100_000);
			buffers.giveBack(taken);
			return taken.buffer;
		});
		expect(buffers.take(1_000).buffer).toBe(memories[2]);
		expect(memories).not.toContain(buffers.take(1_000).buffer);
	});

	it('has room for what is asked', () => {
		const buffers = createBodyBuffers();
		buffers.giveBack(buffers.take(1_000));
		expect(buffers.take(500_000).length).toBeGreaterThanOrEqual(500_000);
	});
});
