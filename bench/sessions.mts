import { sessions as costs } from './costs/sessions.mts';
import { sessions as delivery } from './delivery/sessions.mts';
import type { Session } from './figure.mts';
import { session as cluster } from './webhook/cluster.mts';
import { sessions as single } from './webhook/single.mts';

/** All sessions, in the order of the table. */
export const sessions: Session[] = [...single, ...delivery, ...costs, cluster];
