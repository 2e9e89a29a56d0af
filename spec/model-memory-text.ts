import type { LanguageServerSize } from './language-server-size.ts';

/**
 * The arithmetic of a server's memory in words, over all its accelerators:
 * `weights 131.4 GiB + KV cache 40.0 GiB (16 answers of 8,192 tokens) + 5.1 GiB for a step and libraries = … > 2 × 79.1 × 0.9 = …`.
 */
export function memoryText(size: LanguageServerSize): string {
  const { acceleratorGibibytes, gpuMemoryUtilization, maxModelLen, maxNumSeqs, memory, requestGibibytes } = size;
  const count = size.acceleratorsPerNode * size.nodes;
  const weights = memory.weights * count;
  const cache = requestGibibytes * maxNumSeqs * count;
  const beside = (memory.activations + memory.overhead) * count;
  const answers = maxNumSeqs === 1 ? '1 answer' : `${maxNumSeqs} answers`;
  return [
    `weights ${gib(weights)} + KV cache ${gib(cache)} (${answers} of ${thousands(maxModelLen)} tokens)`,
    `+ ${gib(beside)} for a step and libraries = ${gib(weights + cache + beside)}`,
    `${size.fits ? '≤' : '>'} ${count} × ${acceleratorGibibytes.toFixed(1)} × ${gpuMemoryUtilization} = ${gib(memory.budget * count)}`,
  ].join(' ');
}

/** A number of tokens, with commas. */
export function thousands(count: number): string {
  return count.toLocaleString('en-US');
}

function gib(gibibytes: number): string {
  return `${gibibytes.toFixed(1)} GiB`;
}
