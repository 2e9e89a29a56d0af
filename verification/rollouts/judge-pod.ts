/** Account in the pod; any but root. */
const NOBODY = 65_532;

/** What a judge's pod runs. */
export interface JudgePodProps {
  /** Image with `plinth` in it, by digest. */
  readonly image: string;
  /** Arguments of `plinth`. */
  readonly args: readonly string[];
  /** ConfigMap that is mounted, and where. @default - none */
  readonly file?: { readonly configMap: string; readonly folder: string };
}

/** The pod of a judge as a template of a Job: restricted, without rights, once. */
export function judgePod({ args, file, image }: JudgePodProps) {
  const volume = 'verification';
  return {
    metadata: { labels: { 'app.kubernetes.io/name': 'plinth-judge' } },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: NOBODY, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'judge',
          image,
          command: ['plinth'],
          args,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '1', memory: '512Mi' } },
          ...(file === undefined ? {} : { volumeMounts: [{ name: volume, mountPath: file.folder, readOnly: true }] }),
        },
      ],
      ...(file === undefined ? {} : { volumes: [{ name: volume, configMap: { name: file.configMap } }] }),
    },
  };
}
