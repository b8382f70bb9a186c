import { parse } from 'yaml';
import { OLDEST_N8N } from '../../../lib/n8n/supportedN8n';
import { isThere, namesIn, readPage } from '../../harness/docs.mts';

interface Step {
	name?: string;
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
	env?: Record<string, string>;
}
interface Job {
	permissions?: Record<string, string>;
	environment?: string;
	needs?: string;
	if?: string;
	steps: Step[];
}
interface Workflow {
	on: { push?: { tags?: string[]; branches?: string[] }; schedule?: unknown[] };
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const FILES = namesIn('.github/workflows').map((name) => `.github/workflows/${name}`);
const read = (file: string) => parse(readPage(file)) as Workflow;
const manifest = JSON.parse(readPage('package.json')) as {
	name: string;
	scripts: Record<string, string>;
	publishConfig: object;
};
const commandsOf = (steps: Step[]) => steps.flatMap(({ run }) => run ?? []);
const actionsOf = (steps: Step[]) =>
	steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.split('@')[0]]));

describe.each(FILES)('%s', (file) => {
	const { permissions, jobs } = read(file);
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	it('may read the repository and nothing else, unless a job says more', () => {
		expect(permissions).toEqual({ contents: 'read' });
	});

	it('uses GitHub’s own actions only, each pinned to a commit whose version a comment names', () => {
		const lines = readPage(file)
			.split('\n')
			.filter((line) => /^\s*(- )?uses:/.test(line));
		expect(lines).toHaveLength(steps.filter(({ uses }) => uses).length);
		expect(lines.length).toBeGreaterThan(0);
		for (const line of lines)
			expect(line).toMatch(/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('leaves no token of the repository behind for what it runs', () => {
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(checkouts.length).toBeGreaterThan(0);
		for (const { with: settings } of checkouts)
			expect(settings).toMatchObject({ 'persist-credentials': false });
		expect(readPage(file)).not.toMatch(/secrets\.|GITHUB_TOKEN|github\.token/);
	});

	it('installs what the lock file says, and runs only scripts that there are', () => {
		const commands = commandsOf(steps);
		expect(commands).toContain('npm ci');
		for (const [, script] of commands.join('\n').matchAll(/npm run ([a-z0-9:]+)/g))
			expect(manifest.scripts).toHaveProperty([script]);
		expect(commands).toContain('npm test');
	});

	it('puts nothing into a command that a stranger may have written', () => {
		for (const { run = '' } of steps) expect(run).not.toContain('${{');
	});
});

test('every action has one commit and one version, whichever file uses it', () => {
	const pins = new Map<string, Set<string>>();
	for (const file of FILES)
		for (const [, action, pin] of readPage(file).matchAll(/uses: (\S+)@(.+)$/gm))
			pins.set(action, (pins.get(action) ?? new Set()).add(pin));
	expect([...pins].filter(([, of]) => of.size > 1)).toEqual([]);
});

describe('other versions of n8n', () => {
	const { on, jobs } = read('.github/workflows/test.yml');

	it('are the oldest supported one after every change', () => {
		const [command] = commandsOf(jobs.oldest.steps).slice(-1);
		expect(command).toMatch(/^npm run test:versions -- \d+\.\d+\.\d+$/);
		expect(command).toContain(` ${OLDEST_N8N}.`);
		expect(jobs.oldest.if).toBeUndefined();
	});

	it('are the newest one every week', () => {
		expect(on.schedule).toHaveLength(1);
		expect(commandsOf(jobs.newest.steps).slice(-1)).toEqual([
			'npm run test:versions -- "$(npm view n8n version)"',
		]);
		expect(jobs.newest.if).toBe("github.event_name == 'schedule'");
	});
});

describe('publishing', () => {
	const { on, jobs } = read('.github/workflows/publish.yml');
	const mayPublish = Object.values(jobs).filter(({ permissions }) => permissions?.['id-token']);

	it('happens for a version’s tag on main only', () => {
		expect(on).toEqual({ push: { tags: ['*.*.*'] } });
		const [checkout, onMain] = jobs.pack.steps;
		expect(checkout.with).toMatchObject({ 'fetch-depth': 0 });
		expect(onMain.run).toBe('git merge-base --is-ancestor "$GITHUB_SHA" origin/main');
		expect(commandsOf(jobs.pack.steps)).toContain(
			`test "$GITHUB_REF_NAME" = "$(node -p "require('./package.json').version")"`,
		);
	});

	it('is for one job, which may do nothing else and waits for a protected environment', () => {
		expect(mayPublish).toEqual([jobs.publish]);
		expect(jobs.publish.permissions).toEqual({ 'id-token': 'write' });
		expect(jobs.publish.environment).toBe('npm');
	});

	it('runs neither the project’s code nor its tools where it could publish something else', () => {
		expect(actionsOf(jobs.publish.steps)).toEqual([
			'actions/download-artifact',
			'actions/setup-node',
		]);
		expect(commandsOf(jobs.publish.steps)).toEqual([
			`npm publish "./${manifest.name}-$GITHUB_REF_NAME.tgz" --provenance --access public --ignore-scripts`,
		]);
	});

	it('publishes the file that was tested, built and packed without the right to publish', () => {
		expect(jobs.publish.needs).toBe('pack');
		expect(jobs.pack.permissions).toBeUndefined();
		const commands = commandsOf(jobs.pack.steps);
		const order = [
			'npm ci',
			'npm test',
			'npm run test:n8n',
			'npm run build',
			'npm pack --ignore-scripts',
		];
		expect(commands.filter((command) => order.includes(command))).toEqual(order);
		expect(jobs.pack.steps.at(-1)).toMatchObject({
			uses: expect.stringMatching(/^actions\/upload-artifact@/),
			with: { name: 'package', path: `${manifest.name}-*.tgz`, 'if-no-files-found': 'error' },
		});
		expect(jobs.publish.steps[0].with).toEqual({ name: 'package' });
	});

	it('proves where the package was built', () => {
		expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
	});

	it('takes nothing out of a cache that another run has filled', () => {
		const setUps = [...jobs.pack.steps, ...jobs.publish.steps].filter(({ uses }) =>
			uses?.startsWith('actions/setup-node@'),
		);
		expect(setUps).toHaveLength(2);
		for (const { with: settings } of setUps) {
			expect(settings).toMatchObject({ 'package-manager-cache': false });
			expect(settings).not.toHaveProperty('cache');
		}
	});
});

describe('Dependabot', () => {
	const { updates } = parse(readPage('.github/dependabot.yml')) as {
		updates: Array<{
			'package-ecosystem': string;
			directory?: string;
			directories?: string[];
		}>;
	};
	const foldersFor = (ecosystem: string) =>
		updates
			.filter((update) => update['package-ecosystem'] === ecosystem)
			.flatMap(({ directory, directories = [] }) => [
				...directories,
				...(directory ? [directory] : []),
			])
			.sort();
	const foldersWith = (file: string) =>
		namesIn('deploy')
			.filter((name) => isThere(`deploy/${name}/${file}`))
			.map((name) => `/deploy/${name}`);

	it('looks after tools and actions', () => {
		expect([...foldersFor('npm'), ...foldersFor('github-actions')]).toEqual(['/', '/']);
	});

	it('looks after the images of every Dockerfile and compose file', () => {
		expect(foldersWith('Dockerfile')).toEqual(['/deploy/image']);
		expect(foldersFor('docker')).toEqual(foldersWith('Dockerfile'));
		expect(foldersFor('docker-compose')).toEqual(foldersWith('compose.yaml'));
	});
});
