import { parse } from 'yaml';
import { readPage } from '../../harness/docs.mts';

interface Step {
	name?: string;
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
	env?: Record<string, string>;
}
interface Workflow {
	on: { push?: { tags?: string[]; branches?: string[] } };
	permissions: Record<string, string>;
	jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}

const FILES = ['.github/workflows/test.yml', '.github/workflows/publish.yml'];
const read = (file: string) => parse(readPage(file)) as Workflow;
const manifest = JSON.parse(readPage('package.json')) as {
	scripts: Record<string, string>;
	publishConfig: object;
};

describe.each(FILES)('%s', (file) => {
	const { permissions, jobs } = read(file);
	const steps = Object.values(jobs).flatMap((job) => job.steps);

	it('may read the repository and nothing else, unless a job says more', () => {
		expect(permissions).toEqual({ contents: 'read' });
	});

	it('uses GitHub’s own actions only, of a version that it names', () => {
		const used = steps.flatMap(({ uses }) => uses ?? []);
		expect(used.length).toBeGreaterThan(0);
		for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@v\d+$/);
	});

	it('leaves no token of the repository behind for what it runs', () => {
		const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		for (const { with: settings } of checkouts)
			expect(settings).toEqual({ 'persist-credentials': false });
		expect(readPage(file)).not.toMatch(/secrets\./);
	});

	it('installs what the lock file says, and runs only scripts that there are', () => {
		const commands = steps.flatMap(({ run }) => run ?? []);
		expect(commands).toContain('npm ci');
		for (const [, script] of commands.join('\n').matchAll(/npm run ([a-z:]+)/g))
			expect(manifest.scripts).toHaveProperty([script]);
		expect(commands).toContain('npm test');
	});

	it('puts nothing into a command that a stranger may have written', () => {
		for (const { run = '' } of steps) expect(run).not.toContain('${{');
	});
});

describe('publishing', () => {
	const { on, jobs } = read('.github/workflows/publish.yml');
	const { permissions, steps } = jobs.publish;

	it('happens for a version’s tag only', () => {
		expect(on).toEqual({ push: { tags: ['*.*.*'] } });
		expect(steps.map(({ run }) => run)).toContain(
			`test "$GITHUB_REF_NAME" = "$(node -p "require('./package.json').version")"`,
		);
	});

	it('proves where the package was built', () => {
		expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
		expect(steps.at(-1)?.run).toBe('npm publish --provenance --access public');
		expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
	});

	it('comes after the tests', () => {
		const commands = steps.map(({ run }) => run);
		expect(commands.indexOf('npm test')).toBeGreaterThan(-1);
		expect(commands.indexOf('npm test')).toBeLessThan(commands.length - 1);
	});
});

test('Dependabot looks after tools, actions and images', () => {
	const { updates } = parse(readPage('.github/dependabot.yml')) as {
		updates: Array<{ 'package-ecosystem': string }>;
	};
	expect(updates.map((update) => update['package-ecosystem'])).toEqual([
		'npm',
		'github-actions',
		'docker-compose',
	]);
});
