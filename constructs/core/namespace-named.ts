/** Selects a namespace by its name, as network rules do. */
export function namespaceNamed(name: string): { readonly matchLabels: Readonly<Record<string, string>> } {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}
