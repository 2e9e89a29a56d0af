/**
 * Raises probabilities of single comparisons so that the chance of one false alarm among all stays the same (Holm). In the
 * order given.
 *
 * Holm and not Benjamini and Hochberg: one false alarm rolls a good release back, so what counts is the chance of any, not
 * the share of false ones. It holds however the metrics hang together, as those of one service do.
 */
export function holm(probabilities: readonly number[]): readonly number[] {
  const order = probabilities.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const raised = new Array<number>(probabilities.length);
  let most = 0;
  order.forEach(({ index, p }, rank) => {
    most = Math.max(most, Math.min(1, p * (probabilities.length - rank)));
    raised[index] = most;
  });
  return raised;
}
