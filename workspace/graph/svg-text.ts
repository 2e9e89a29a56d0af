import { dotText } from './dot-text.ts';
import { FONT } from './drawing-style.ts';
import type { Graph } from './graph.ts';

/** Fonts in the order of liking; none is wider than the one that was measured. */
const FONTS = 'Segoe UI,Helvetica Neue,Arial,DejaVu Sans,Verdana,sans-serif';

/**
 * A graph as one SVG picture that needs nothing else: no script, no style sheet, no font of its own.
 *
 * Graphviz is loaded at the first call only, because it is large.
 */
export async function svgText(graph: Graph): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const drawn = graphviz.layout(dotText(graph), 'svg', 'dot');
  // The document type would be fetched by some readers, and hinders pasting into a page.
  return drawn
    .slice(drawn.indexOf('<svg'))
    .replace('<svg ', '<svg role="img" ')
    .replaceAll(`font-family="${FONT}"`, `font-family="${FONTS}"`);
}
