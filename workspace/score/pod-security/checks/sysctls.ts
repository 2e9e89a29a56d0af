import type { PodCheckFunction, PodSecurityCheck } from '../check.ts';

const FIRST = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const SINCE_27 = [...FIRST, 'net.ipv4.ip_local_reserved_ports'];
const SINCE_29 = [
  ...SINCE_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SINCE_32 = [...SINCE_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const SINCE_37 = [...SINCE_32, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'];

/** Only settings of the kernel that stay inside of the pod. */
export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  revisions: [
    { since: 0, violations: limitedTo(FIRST) },
    { since: 27, violations: limitedTo(SINCE_27) },
    { since: 29, violations: limitedTo(SINCE_29) },
    { since: 32, violations: limitedTo(SINCE_32) },
    { since: 37, violations: limitedTo(SINCE_37) },
  ],
};

function limitedTo(safe: readonly string[]): PodCheckFunction {
  return ({ spec }) =>
    (spec.securityContext?.sysctls ?? []).flatMap(({ name }, index) =>
      safe.includes(name)
        ? []
        : [{ field: `spec.securityContext.sysctls[${index}]`, problem: `${name} reaches beyond the pod` }],
    );
}
