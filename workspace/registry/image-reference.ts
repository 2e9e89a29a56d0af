/** An image of this registry, as something names it. */
export interface ImageReference {
  /** As it is written. */
  readonly text: string;
  /** Project that it lies in. */
  readonly project: string;
  /** Repository below the project. */
  readonly repository: string;
  /** Tag beside the name. @default - none is named */
  readonly tag?: string;
  /** Digest. @default - none is named: what it is could change */
  readonly digest?: string;
}

const FORM =
  /^(?:oci:\/\/)?([a-z0-9.-]+(?::\d+)?)\/([a-z0-9._-]+)\/([a-z0-9._/-]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** Reads an image's name. Gives nothing for one of another registry, or what is no name. Pure. */
export function imageReference(text: string, hosts: readonly string[]): ImageReference | undefined {
  const [, host, project, repository, tag, digest] = FORM.exec(text) ?? [];
  if (host === undefined || project === undefined || repository === undefined || !hosts.includes(host))
    return undefined;
  return { text, project, repository, tag, digest };
}
