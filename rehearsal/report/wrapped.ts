/** Breaks a text at spaces into lines of at most `width` characters; all but the first begin with `indent`, the first with `first`. */
export function wrapped(text: string, width: number, indent: string, first = ''): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ').flatMap((each) => pieces(each, width - indent.length))) {
    const longer = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = `${indent}${word}`;
  }
  return [...lines, line];
}

/** A word in pieces that fit on a line. */
function pieces(word: string, width: number): string[] {
  return word.match(new RegExp(`.{1,${Math.max(1, width)}}`, 'gu')) ?? [''];
}
