const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in words: `1.5 GiB`. */
export function bytesInWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${(bytes / 1_024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}
