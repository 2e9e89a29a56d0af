/** Objects as one text that Kubernetes' tools read: each a document of YAML, of which JSON is a part. */
export function manifestText(objects: readonly object[]): string {
  return objects.map((object) => `${JSON.stringify(object)}\n`).join('---\n');
}
