// Stands in for fast-check in tests (moduleNameMapper of jest.config.js): every run draws the same cases, so that a
// change passes or fails by what it changed. PROPERTY_SEED draws others; the failing case is then named with its seed.
const { join } = require('node:path');

const packageJson = require.resolve('fast-check/package.json');
const fastCheck = require(join(packageJson, '../lib/cjs/fast-check.js'));

/** Any number will do. */
const USUAL_SEED = 20_260_301;

fastCheck.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? USUAL_SEED) });

module.exports = fastCheck;
