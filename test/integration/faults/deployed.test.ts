import { KEEPING_MORE } from '../../../playground/cluster/cluster.mts';
import { readCompose } from '../../harness/compose.mts';

test('The deployed queue has the settings that the cluster runs with', () => {
	const { environment } = readCompose('deploy/queue').services.main;
	const deployed = Object.entries(KEEPING_MORE).map(([name]) => [
		name,
		String(environment?.[name]),
	]);
	expect(deployed).toEqual(Object.entries(KEEPING_MORE));
});
