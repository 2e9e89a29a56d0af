import type { KubernetesObject } from '../../constructs/core/index.ts';
import { type Finding, PlatformError } from '../../spec/finding.ts';
import { yamlDocuments, yamlValue } from './yaml-value.ts';

/** Folders of a rendered platform that hold objects: the waves, and what Argo CD or Flux is told. */
const FOLDERS = /^(\d\d-[a-z0-9-]+|argocd|flux)\//;

/** Files beside the objects that are none: kustomize's own, and the values by which Argo CD or Flux is first installed. */
const OTHERS = /\/kustomization\.ya?ml$|\/bootstrap\//;

/** Whether a file below a rendered folder holds objects. */
export function holdsObjects(path: string): boolean {
  return FOLDERS.test(path) && /\.ya?ml$/.test(path) && !OTHERS.test(path);
}

/**
 * The objects of YAML files, in the order of the files.
 *
 * @param files - name as the user would write it, and text
 * @throws {PlatformError} `FOLDER_YAML_SYNTAX` for each syntax mistake and `FOLDER_OBJECT_INCOMPLETE` for each document
 * that is not an object, with file and line.
 */
export function objectsOf(files: Iterable<readonly [file: string, text: string]>): KubernetesObject[] {
  const findings: Finding[] = [];
  const objects = [...files].flatMap(([file, text]) => read(file, text, findings));
  if (findings.length > 0) throw new PlatformError(findings);
  return objects;
}

function read(file: string, text: string, findings: Finding[]): KubernetesObject[] {
  const place = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  return yamlDocuments(text, '1.1').flatMap((document) => {
    const mistakes = [...document.errors, ...document.warnings];
    findings.push(...mistakes.map(({ message, pos }) => notYaml(message, place(pos[0]))));
    if (mistakes.length > 0) return [];
    try {
      const value = yamlValue(document);
      if (value === null || value === undefined) return [];
      if (isObject(value)) return [value];
      findings.push(incomplete(place(document.contents?.range?.[0] ?? 0)));
    } catch (error) {
      findings.push(notYaml((error as Error).message, place(document.contents?.range?.[0] ?? 0)));
    }
    return [];
  });
}

function isObject(value: unknown): value is KubernetesObject {
  const { apiVersion, kind, metadata } = value as Partial<KubernetesObject>;
  return [apiVersion, kind, metadata?.name].every((text) => typeof text === 'string' && text !== '');
}

function notYaml(message: string, place: Finding['place']): Finding {
  return {
    code: 'FOLDER_YAML_SYNTAX',
    level: 'error',
    at: '(against)',
    problem: (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
    fix: 'render the folder again with `plinth synth`, or correct the YAML at this place',
    place,
  };
}

function incomplete(place: Finding['place']): Finding {
  return {
    code: 'FOLDER_OBJECT_INCOMPLETE',
    level: 'error',
    at: '(against)',
    problem: 'a document without apiVersion, kind and metadata.name is not a Kubernetes object',
    fix: 'render the folder again with `plinth synth`, or take this file out of the wave folders',
    place,
  };
}
