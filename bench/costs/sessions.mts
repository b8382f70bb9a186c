import type { Session } from '../figure.mts';
import { mapping } from './mapping.mts';
import { startUp } from './startUp.mts';
import { tokens } from './tokens.mts';

/** Sessions that measure single costs. */
export const sessions: Session[] = [mapping, startUp, ...tokens];
