// Posts events for a while in a separate process that send.mts starts, and sends it the result.
import { closedLoop } from './closedLoop.mts';
import type { LoadJob } from './job.mts';
import { steady } from './steady.mts';

const job = JSON.parse(process.argv[2]) as LoadJob;
process.once('disconnect', () => process.exit(0));
process.send!(await (job.perSecond ? steady : closedLoop)(job), () => process.exit(0));
