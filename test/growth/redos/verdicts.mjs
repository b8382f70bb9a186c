// Reads expressions as JSON, writes a verdict on each. A process of its own: in Jest's sandbox it takes 25 times as long.
import { readFileSync } from 'node:fs';

// The JavaScript in the package, which needs no other program. Nothing of this checker's depends on time.
process.env.RECHECK_SYNC_BACKEND = 'pure';
const { checkSync } = await import('recheck');
const SETTINGS = { checker: 'automaton', timeout: null };

const expressions = JSON.parse(readFileSync(0, 'utf8'));
const verdicts = expressions.map(({ source, flags }) => checkSync(source, flags, SETTINGS));
process.stdout.write(JSON.stringify(verdicts));
