/** Finds values in normalized text and calls `found` with the range of each; ranges may overlap. */
export type Finder = (text: string, found: (start: number, end: number) => void) => void;
