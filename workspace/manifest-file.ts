/** File that describes a rendered folder; also the mark by which Plinth knows a folder as its own. */
export const MANIFEST_FILE = 'plinth.manifest.json';
