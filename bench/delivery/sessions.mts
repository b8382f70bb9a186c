import type { Session } from '../figure.mts';
import { engineSession } from './engineSession.mts';
import { instanceSession } from './instanceSession.mts';

/** One big execution: in a real n8n beside HTTP Request, and in n8n's engine for what is looked at from inside. */
export const sessions: Session[] = [instanceSession, engineSession];
