import { n8nVersion, readCompose, runsN8n } from '../../harness/compose.mts';
import { namesIn, readPage } from '../../harness/docs.mts';

/** Of which every compose file has a reason in its comments. */
const MATTER = [
	'N8N_ENCRYPTION_KEY',
	'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE',
	'N8N_GRACEFUL_SHUTDOWN_TIMEOUT',
	'N8N_PAYLOAD_SIZE_MAX',
	'N8N_PROXY_HOPS',
	'EXECUTIONS_DATA_PRUNE_MAX_COUNT',
	'EXECUTIONS_DATA_SAVE_ON_ERROR',
	'EXECUTIONS_DATA_SAVE_ON_SUCCESS',
	'N8N_WEBHOOK_URL',
	'N8N_LOG_FORMAT',
	'N8N_METRICS',
];
/**
 * Most that one of these processes was seen to use, in MB: docs/deployment.md. A limit leaves half as much again, because
 * a process that reaches it is killed.
 */
const PEAK_MB: Record<string, number> = {
	n8n: 1511,
	main: 671,
	'webhook-1': 536,
	'webhook-2': 536,
	worker: 862,
};
const megabytes = (text = '') => Number(/^(\d+)m$/.exec(text)?.[1]);
const seconds = (text = '') => Number(/^(\d+)s$/.exec(text)?.[1]);

describe.each(['deploy/queue', 'deploy/single'])('%s', (folder) => {
	const { text, services, networks, volumes, configs } = readCompose(folder);
	const named = Object.entries(services);
	const n8ns = named.filter(([, service]) => runsN8n(service));

	it('names only services, networks and volumes that there are', () => {
		const dangling = named.flatMap(([name, service]) => [
			...Object.keys(service.depends_on ?? {})
				.filter((other) => !(other in services))
				.map((other) => `${name} depends on ${other}`),
			...(service.networks ?? [])
				.filter((network) => !(network in networks))
				.map((network) => `${name} is in ${network}`),
			...(service.configs ?? [])
				.filter(({ source }) => !(source in configs))
				.map(({ source }) => `${name} reads ${source}`),
			...(service.volumes ?? [])
				.map((volume) => volume.split(':')[0])
				.filter((volume) => !volume.startsWith('.') && !(volume in volumes))
				.map((volume) => `${name} keeps ${volume}`),
		]);
		expect(dangling).toEqual([]);
	});

	it('waits only for services that say how healthy they are', () => {
		const waitedFor = named.flatMap(([, { depends_on }]) => Object.entries(depends_on ?? {}));
		expect(waitedFor.length).toBeGreaterThan(0);
		for (const [name, { condition }] of waitedFor) {
			expect(condition).toBe('service_healthy');
			expect(services[name].healthcheck?.test.length).toBeGreaterThan(1);
		}
	});

	it('starts every service again when it ends', () => {
		expect(named.filter(([, { restart }]) => restart !== 'unless-stopped')).toEqual([]);
	});

	it('limits the memory of every service', () => {
		const limits = named.map(([name, { mem_limit }]) => [name, megabytes(mem_limit)] as const);
		expect(limits.filter(([, limit]) => !(limit >= 128))).toEqual([]);
		for (const [name, limit] of limits)
			expect(limit).toBeGreaterThanOrEqual(1.5 * (PEAK_MB[name] ?? 0));
	});

	it('backs up each day, with the script that is beside the file, and says when it did not', () => {
		const { backup } = services;
		expect(backup).toMatchObject({ init: true });
		const [, script] = /(\.\/\S+):\S+:ro/.exec(backup.volumes!.join('\n'))!;
		expect(namesIn(folder)).toContain(script.slice(2));
		expect(backup.entrypoint!.join(' ')).toContain(script.slice(2));
		expect(backup.entrypoint!.join(' ')).toContain('sleep 86400');
		// A little more than a day.
		expect(backup.healthcheck!.test.join(' ')).toMatch(/-mmin -15\d\d /);
	});

	it('copies the backups elsewhere only for those who have said where', () => {
		const { offsite } = services;
		expect(offsite.profiles).toEqual(['offsite']);
		expect(offsite.volumes).toContain('backups:/backups:ro');
		// Never what is still being written, and nothing is removed there because it is gone here.
		expect(offsite.entrypoint!.join(' ')).toMatch(/rclone copy /);
		expect(offsite.entrypoint!.join(' ')).toContain("--exclude '*.part*'");
	});

	it('gives every n8n more time to stop than n8n gives itself', () => {
		for (const [, { stop_grace_period, environment }] of n8ns)
			expect(seconds(stop_grace_period)).toBeGreaterThan(
				Number(environment?.N8N_GRACEFUL_SHUTDOWN_TIMEOUT),
			);
	});

	it.each(MATTER)('sets %s', (setting) => {
		for (const [, { environment }] of n8ns) expect(environment).toHaveProperty(setting);
	});

	it('keeps what was executed: a crashed execution is where an answered event lives on', () => {
		for (const [, { environment }] of n8ns)
			expect(environment).toMatchObject({
				EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
				EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
			});
	});

	it('takes the n8n that everything is tried with', () => {
		const built = named.filter(([, service]) => service.build);
		expect(built.map(([name]) => name)).toEqual(expect.arrayContaining(n8ns.map(([name]) => name)));
		for (const [, { image, build }] of built) {
			expect(image).toBe(`n8n-chatlio-aep:${n8nVersion}`);
			expect(build).toEqual({
				context: '../image',
				args: { PACKAGE_VERSION: '${PACKAGE_VERSION:-}' },
			});
		}
	});

	it('writes logs that a shipper can read', () => {
		for (const [, { environment }] of n8ns)
			expect(environment).toMatchObject({ N8N_LOG_FORMAT: 'json' });
	});

	it('pins the version of every image', () => {
		for (const [, { image }] of named) expect(image).toMatch(/:\d+(\.\d+)*(-alpine)?$/);
	});

	it('opens nothing to the outside but the proxy', () => {
		const open = named.filter(([, { ports }]) => ports).map(([name, { ports }]) => [name, ports]);
		expect(open).toEqual([['proxy', ['80:80', '443:443']]]);
	});

	it('asks .env for every secret, and .env.example names what it asks for and holds none', () => {
		const asked = new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
		const example = readPage(`${folder}/.env.example`);
		const offered = [...example.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)];
		expect(offered.map(([, name]) => name).sort()).toEqual([...asked].sort());
		expect(offered.filter(([, , value]) => value !== '' && value !== 'UTC')).toEqual([]);
		const secrets = named
			.flatMap(([, { environment }]) => Object.entries(environment ?? {}))
			.filter(([name]) => /PASSWORD|KEY$|SECRET|AUTH$/.test(name));
		expect(secrets.length).toBeGreaterThan(0);
		for (const [, value] of secrets) expect(value).toMatch(/^\$\{[A-Z0-9_]+:\?fill in \.env\}$/);
	});

	it('puts no secret where every user of the machine can read it: a command line or a URL', () => {
		const secret = /\$\{?(?!DOMAIN|TIMEZONE|EDITOR_ALLOW|OFFSITE)[A-Z]/;
		for (const [, { command = [], entrypoint = [], healthcheck, environment = {} }] of named) {
			expect([command, entrypoint, healthcheck?.test ?? []].flat().join(' ')).not.toMatch(secret);
			const urls = Object.values(environment).filter((value) => String(value).includes('://'));
			for (const url of urls) expect(url).not.toMatch(secret);
		}
	});

	it('lets nobody but the owner’s addresses reach the editor: without any it does not start', () => {
		expect(services.proxy.environment).toMatchObject({
			EDITOR_ALLOW: '${EDITOR_ALLOW:?fill in .env}',
		});
	});

	it('names in its proxy only services that there are', () => {
		const upstreams = [...readPage(`${folder}/Caddyfile`).matchAll(/([a-z][a-z0-9-]*):5678/g)];
		expect(upstreams.length).toBeGreaterThan(1);
		for (const [, name] of upstreams) expect(services).toHaveProperty([name]);
	});
});

describe('deploy/queue', () => {
	const { services, networks, configs } = readCompose('deploy/queue');

	it('has one main, two webhook processors and workers that execute few at a time', () => {
		expect(services.main.command).toBeUndefined();
		expect([services['webhook-1'].command, services['webhook-2'].command]).toEqual([
			'webhook',
			'webhook',
		]);
		expect(services.worker).toMatchObject({
			command: 'worker --concurrency=5',
			deploy: { replicas: 2 },
		});
	});

	it('has the same settings in every process of n8n', () => {
		const { main, worker } = services;
		for (const other of [worker, services['webhook-1'], services['webhook-2']])
			expect(other.environment).toEqual(main.environment);
	});

	it('gives Redis its settings and its password in a file', () => {
		const [{ source, target }] = services.redis.configs ?? [];
		expect(services.redis.command).toEqual(['redis-server', target]);
		expect(configs[source].content).toMatch(
			/^requirepass "\$\{REDIS_PASSWORD:\?fill in \.env\}"$/m,
		);
		expect(configs[source].content).toMatch(/^maxmemory-policy noeviction$/m);
	});

	it('keeps the queue on disk', () => {
		expect(configs.redis.content).toMatch(/^appendonly yes$/m);
		expect(services.redis.volumes).toEqual(['queue:/data']);
	});

	it('keeps database and queue away from the outside', () => {
		expect(networks.inside).toEqual({ internal: true });
		for (const store of ['postgres', 'redis', 'backup'])
			expect(services[store].networks).toEqual(['inside']);
	});

	it('keeps nothing in the containers of n8n', () => {
		for (const name of ['main', 'webhook-1', 'webhook-2', 'worker'])
			expect(services[name].volumes).toBeUndefined();
	});
});

describe('deploy/single', () => {
	it('keeps all that n8n stores in its volume, and the package out of it', () => {
		const { n8n } = readCompose('deploy/single').services;
		expect(n8n.volumes).toEqual(['data:/home/node/data']);
		expect(n8n.environment).toMatchObject({
			DB_SQLITE_DATABASE: '/home/node/data/database.sqlite',
			N8N_STORAGE_PATH: '/home/node/data/storage',
		});
	});
});
