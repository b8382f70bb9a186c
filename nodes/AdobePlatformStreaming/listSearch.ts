import * as platform from '../../lib/platform/listSearch';
import { chosenSandbox } from './settings';

/** The streaming dataflows of the sandbox. */
export const searchDataflows = platform.listSearch(chosenSandbox, platform.searchDataflows);
