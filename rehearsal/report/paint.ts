/** What parts of a text for the terminal may look like. */
export type Look = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Colours a text, or leaves it as it is. Whether there is colour at all is the caller's to know. */
export type Paint = (look: Look, text: string) => string;

/** Leaves every text as it is. */
export const plain: Paint = (_, text) => text;
