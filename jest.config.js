/** Modules of another version of n8n, on whose execution engine the tests run; see test/commands/testVersions.mts. */
const engine = process.env.TEST_N8N_ENGINE;

const shared = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	// Beside the project: the system's folder for temporary files is another one in each run.
	cacheDirectory: '<rootDir>/node_modules/.cache/jest',
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
	// Only our own TypeScript goes through swc; n8n-core and n8n-workflow are used as published (CommonJS).
	transform: {
		'^.+\\.m?ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	moduleNameMapper: {
		'^fast-check$': '<rootDir>/test/harness/fastCheck.js',
		...(engine && { '^(n8n-core|n8n-workflow)$': `${engine}/$1` }),
	},
	setupFiles: ['<rootDir>/test/harness/env.js'],
};

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{ ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
		{
			// Through n8n's own execution engine and against the emulator; nothing of the playground's n8n.
			...shared,
			displayName: 'engine',
			testMatch: ['<rootDir>/test/{acceptance/engine,emulator,integration}/**/*.test.ts'],
		},
		{
			// Computes much, and measures it: nothing is counted in between.
			...shared,
			displayName: 'hostile',
			testMatch: ['<rootDir>/test/{fuzz,growth}/**/*.test.ts'],
			coveragePathIgnorePatterns: ['/lib/'],
		},
		{
			...shared,
			displayName: 'n8n',
			testMatch: [
				'<rootDir>/test/{acceptance/n8n,e2e}/**/*.test.ts',
				// Only if another version of n8n runs; see test/commands/testVersions.mts.
				...(process.env.PLAYGROUND_N8N ? ['<rootDir>/test/versions/*.test.ts'] : []),
			],
			// One real n8n for all of them.
			globalSetup: '<rootDir>/test/harness/start-n8n.mts',
			globalTeardown: '<rootDir>/test/harness/stop-n8n.mts',
		},
	],
	reporters: ['<rootDir>/test/commands/results.mts', 'default'],
	testSequencer: '<rootDir>/test/commands/order.mts',
	maxWorkers: 2,
	// Of a hook or a test that says nothing else: a busy machine takes its time to start an emulator.
	testTimeout: 60_000,
	// Not in the tree: n8n's strict lint reads everything outside dist/ and node_modules/ and allows no ignores.
	coverageDirectory: '<rootDir>/node_modules/.cache/coverage',
	coverageReporters: ['json-summary', 'text-summary'],
	collectCoverageFrom: ['lib/**/*.ts'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
