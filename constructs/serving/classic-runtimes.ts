import { Construct } from 'constructs';
import { CLASSIC_FORMATS } from '../../spec/serving.ts';
import { ClusterServingRuntime } from '../imports/kserve.gen.ts';
import { classicRuntimeName, classicRuntimeSpec } from './classic-runtime.ts';

/** The platform's own runtimes of classic models, one for each format. Those of KServe's chart are not installed: some of them run as root. */
export class ClassicRuntimes extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const format of CLASSIC_FORMATS)
      new ClusterServingRuntime(this, format, {
        metadata: { name: classicRuntimeName(format) },
        spec: classicRuntimeSpec(format),
      });
  }
}
