/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
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
	modulePathIgnorePatterns: ['<rootDir>/playground', '<rootDir>/dist/package.json'],
	setupFiles: ['<rootDir>/test/harness/env.js'],
	// Not in the tree: n8n's strict lint reads everything outside dist/ and node_modules/ and allows no ignores.
	coverageDirectory: '<rootDir>/node_modules/.cache/coverage',
	coverageReporters: ['json-summary', 'text-summary'],
	collectCoverageFrom: ['lib/**/*.ts'],
};
