import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../../../constructs/core/index.ts';
import { PlatformError } from '../../../spec/finding.ts';

/** What is rendered when a job is made in a chart of its own, named `jobs`. */
export function objectsOfChart(make: (scope: Construct) => unknown): KubernetesObject[] {
  const chart = new Chart(new App(), 'jobs', { disableResourceNameHashes: true });
  make(chart);
  return chart.toJson() as KubernetesObject[];
}

/** Codes for which a job is refused; empty: it is taken. */
export function refusals(make: (scope: Construct) => unknown): string[] {
  try {
    objectsOfChart(make);
  } catch (error) {
    if (error instanceof PlatformError) return error.findings.map(({ code }) => code);
    throw error;
  }
  return [];
}
