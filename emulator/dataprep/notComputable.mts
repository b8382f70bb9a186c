/** An expression that cannot be read or computed. The message is a sentence for the mapping's author. */
export class NotComputable extends Error {}
