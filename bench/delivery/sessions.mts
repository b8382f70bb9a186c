import type { Session } from '../figure.mts';
import { engineSession } from './engineSession.mts';
import { instanceSession } from './instanceSession.mts';

/**
 * Sessions for one large execution: in a real n8n next to HTTP Request, and in n8n's engine for measurements from
 * inside.
 */
export const sessions: Session[] = [instanceSession, engineSession];
