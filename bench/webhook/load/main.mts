// Posts events for a while, in a process of its own: started by send.mts, which it tells what became of them.
import { closedLoop } from './closedLoop.mts';
import type { LoadJob } from './job.mts';
import { steady } from './steady.mts';

const job = JSON.parse(process.argv[2]) as LoadJob;
process.once('disconnect', () => process.exit(0));
process.send!(await (job.perSecond ? steady : closedLoop)(job), () => process.exit(0));
