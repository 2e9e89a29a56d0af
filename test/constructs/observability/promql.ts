import { parser } from '@prometheus-io/lezer-promql';

type Tree = ReturnType<typeof parser.parse>;
type SyntaxNode = Tree['topNode'];

/** A selector in an expression: one metric and the labels that it is chosen by. */
export interface Selector {
  /** Name of the metric. */
  readonly metric: string;
  /** Names of the labels in its braces. */
  readonly labels: readonly string[];
}

/** What an expression is made of. */
export interface Expression {
  /** Whether it is PromQL. */
  readonly parses: boolean;
  /** Its selectors. */
  readonly selectors: readonly Selector[];
}

/** Reads an expression with Prometheus' own grammar. */
export function readExpression(text: string): Expression {
  const tree: Tree = parser.parse(text);
  let parses = text.trim() !== '';
  const selectors: Selector[] = [];
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) parses = false;
      if (node.name === 'VectorSelector') selectors.push(selectorOf(node.node, text));
    },
  });
  return { parses, selectors };
}

function selectorOf(node: SyntaxNode, text: string): Selector {
  const of = (each: SyntaxNode) => text.slice(each.from, each.to);
  const name = node.getChild('Identifier');
  const labels: string[] = [];
  node.cursor().iterate((each) => {
    if (each.name === 'LabelName') labels.push(text.slice(each.from, each.to));
  });
  return { metric: name === null ? '' : of(name), labels };
}
