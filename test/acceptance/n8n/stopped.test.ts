import { freshCopy } from '../../harness/freshCopy.mts';
import { listeningSockets, type Seen } from './processTree.mts';
import { stopInTheMiddle } from './stopInTheMiddle.mts';

const place = freshCopy();

afterAll(place.remove);

const COMMANDS: Array<[command: string, isInTheMiddle: (tree: Seen[]) => boolean]> = [
	// A test has started a server.
	['npm test', (tree) => tree.some(({ command, ports }) => isJest(command) && ports.length > 0)],
	[
		'npm run test:n8n',
		(tree) => tree.some(({ command, ports }) => isN8n(command) && ports.length > 0),
	],
];
const isJest = (command: string) => command.includes('jest');
const isN8n = (command: string) => command.includes('/n8n/bin/n8n');

test.each(COMMANDS)(
	'%s, ended by SIGTERM in the middle, leaves no process, port or temporary folder behind',
	async (command, isInTheMiddle) => {
		const { tree, output, temporary } = await stopInTheMiddle(command, place, isInTheMiddle);
		expect(output).toMatch(`${command} was stopped by SIGTERM after`);
		expect(tree.length).toBeGreaterThan(3);
		// Not by port: another test may have taken the same one since.
		const open = listeningSockets();
		expect(tree.flatMap(({ sockets }) => sockets).filter((socket) => open.has(socket))).toEqual([]);
		expect(temporary()).toEqual([]);
	},
	600_000,
);
