/** Annotation of a failing pod: the exit code of all its containers, 1 by default. */
export const EXIT_CODE_ANNOTATION = 'rehearsal.plinth.dev/exit-code';

/** A node whose kubelet reports all to be well; capacity and addresses stay as they were given. */
export const NODE_READY = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
`;

/** A pod whose init containers are through and whose containers all run. */
export const POD_RUNNING = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
{{ range (list "PodReadyToStartContainers" "Initialized" "ContainersReady" "Ready") }}
- { type: {{ . | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
{{ with PodIPsWith .spec.nodeName (or .spec.hostNetwork false) .metadata.uid .metadata.name .metadata.namespace }}
podIP: {{ index . 0 | Quote }}
podIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  restartCount: 0
  ready: true
  {{ if eq (or .restartPolicy "") "Always" }}
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
  {{ else }}
  started: false
  state:
    terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} }
  {{ end }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  restartCount: 0
  ready: true
  started: true
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
`;

/** A pod whose containers all ended well. */
export const POD_SUCCEEDED = ended('Succeeded', 'Completed', '0');

/** A pod whose containers all ended with the exit code that it was annotated with. */
export const POD_FAILED = ended(
  'Failed',
  'Error',
  `(index .metadata.annotations "${EXIT_CODE_ANNOTATION}" | default "1")`,
);

/** A pod that was told to go while it ran: SIGTERM ended its containers. */
export const POD_TERMINATED = ended('Failed', 'Error', '"143"');

function ended(phase: 'Succeeded' | 'Failed', reason: string, exitCode: string): string {
  const condition = phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed';
  return `
{{ $now := Now }}
{{ $code := ${exitCode} }}
{{ $began := or .status.startTime $now }}
phase: ${phase}
conditions:
{{ range (list "ContainersReady" "Ready") }}
- { type: {{ . | Quote }}, status: "False", reason: ${condition}, lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  restartCount: 0
  ready: false
  started: false
  state:
    terminated:
      exitCode: {{ $code }}
      reason: ${reason}
      startedAt: {{ $began | Quote }}
      finishedAt: {{ $now | Quote }}
{{ end }}
`;
}
