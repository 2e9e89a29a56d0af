import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../../rehearsal/kubernetes-object.ts';
import { driverPod, executorPods, sparkSettings } from '../../rehearsal/stand-ins/spark-pods.ts';

const settings = sparkSettings([
  '--master',
  'k8s://https://127.0.0.1:6443',
  '--name',
  'etl',
  '--conf',
  'spark.kubernetes.namespace=vision',
  '--conf',
  'spark.kubernetes.container.image=registry.example.org/spark:4',
  '--conf',
  'spark.kubernetes.driver.pod.name=etl-driver',
  '--conf',
  'spark.kubernetes.driver.label.sparkoperator.k8s.io/app-name=etl',
  '--conf',
  'spark.kubernetes.authenticate.driver.serviceAccountName=spark',
  '--conf',
  'spark.driver.cores=2',
  '--conf',
  'spark.driver.memory=512m',
  '--conf',
  'spark.executor.instances=2',
  '--conf',
  'spark.executor.memory=8g',
  '--conf',
  'spark.kubernetes.executor.node.selector.pool=cpu',
  'local:///opt/etl.py',
]);

describe('The pods in which Spark would run', () => {
  const driver: KubernetesObject = { ...driverPod(settings), metadata: { ...driverPod(settings).metadata, uid: 'u1' } };

  test('have a driver under the name and the account that the operator chose', () => {
    expect(driver.metadata).toMatchObject({
      name: 'etl-driver',
      namespace: 'vision',
      labels: { 'spark-role': 'driver', 'sparkoperator.k8s.io/app-name': 'etl' },
    });
    expect(driver.spec).toMatchObject({ serviceAccountName: 'spark', restartPolicy: 'Never' });
  });

  test('ask for the memory of the heap and what a JVM needs beside it', () => {
    const resources = (pod: KubernetesObject) =>
      (pod.spec as { containers: { resources: { requests: object } }[] }).containers[0]?.resources.requests;
    expect(resources(driver)).toEqual({ cpu: '2', memory: '896Mi' });
    expect(resources(executorPods(settings, driver)[0] ?? driver)).toEqual({ cpu: '1', memory: '9012Mi' });
  });

  test('have as many executors as asked for, which go with their driver', () => {
    const executors = executorPods(settings, driver);
    expect(executors.map(({ metadata }) => metadata.name)).toEqual(['etl-exec-1', 'etl-exec-2']);
    expect(executors[1]?.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'Pod', uid: 'u1' })]);
    expect(executors[1]?.spec).toMatchObject({ nodeSelector: { pool: 'cpu' } });
  });
});
