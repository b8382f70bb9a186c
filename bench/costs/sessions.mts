import type { Session } from '../figure.mts';
import { mapping } from './mapping.mts';
import { startUp } from './startUp.mts';
import { tokens } from './tokens.mts';

/** What single things cost. */
export const sessions: Session[] = [mapping, startUp, ...tokens];
