/** Folder of released models, inside the one that `synth` writes. `plinth release` writes it, `synth` leaves it as it is. */
export const RELEASES_FOLDER = 'releases';
