import { deliver } from '../../../lib/streaming/deliver';
import { acceptAll, destination, events, fakeWorld, settings, sourceOf } from './fakes';

describe('delivery', () => {
	it('sends a thousand events in one request and gives each its transaction ID', async () => {
		const world = fakeWorld(acceptAll);
		const report = await deliver(sourceOf(events(1_000)), destination, settings, world);
		expect(world.requests).toHaveLength(1);
		expect(report.outcomes[999]).toMatchObject({ status: 'accepted', request: 1, attempts: 1 });
	});
});
