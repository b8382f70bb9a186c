/** Thrown for an expression that cannot be parsed or computed. The message is a sentence for the mapping's author. */
export class NotComputable extends Error {}
