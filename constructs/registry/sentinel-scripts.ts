/** What the scripts of a replicated Valkey are written for. */
export interface SentinelScripts {
  /** Name of the StatefulSet; its pods are called `<name>-0` and so on. */
  readonly name: string;
  /** Name under which pods find each other, such as `harbor-cache.harbor.svc`. */
  readonly domain: string;
  /** Pods. */
  readonly replicas: number;
  /** Name by which clients ask the sentinels for the master. */
  readonly masterSet: string;
}

/** Port of the sentinels. */
export const SENTINEL_PORT = 26_379;
/** Port of Valkey. */
export const VALKEY_PORT = 6_379;

/** Time without an answer after which a sentinel takes the master for lost. Unit: milliseconds. */
const DOWN_MILLISECONDS = 5_000;
/** Time after which a failover that did not end is begun anew. Unit: milliseconds. */
const FAILOVER_MILLISECONDS = 60_000;

/**
 * Finds the master: what any sentinel says; else whom this pod knew last; else the first pod. A pod that was the master and
 * comes back asks before it takes part, so that there are never two.
 */
function findMaster({ domain, masterSet, name, replicas }: SentinelScripts): string {
  const pods = Array.from({ length: replicas }, (_, index) => `${name}-${index}`).join(' ');
  return `me="$HOSTNAME.${domain}"
master=""
for pod in ${pods}; do
  found=$(timeout 2 valkey-cli -h "$pod.${domain}" -p ${SENTINEL_PORT} sentinel get-master-addr-by-name ${masterSet} 2>/dev/null | head -n 1 || true)
  case "$found" in *.${domain}) master="$found"; break ;; esac
done
if [ -z "$master" ] && [ -f /data/sentinel.conf ]; then
  master=$(sed -n 's/^sentinel monitor ${masterSet} \\([^ ]*\\) .*/\\1/p' /data/sentinel.conf | head -n 1)
fi
[ -n "$master" ] || master="${name}-0.${domain}"
`;
}

/** Starts Valkey: as the master, or as a copy of it. */
export function valkeyScript(input: SentinelScripts): string {
  return `#!/bin/sh
set -eu
${findMaster(input)}set -- valkey-server --port ${VALKEY_PORT} --dir /data --appendonly yes --protected-mode no --replica-announce-ip "$me" --replica-announce-port ${VALKEY_PORT}
if [ "$master" != "$me" ]; then set -- "$@" --replicaof "$master" ${VALKEY_PORT}; fi
exec "$@"
`;
}

/** Starts the sentinel beside it. What it learns it writes into its own file, which stays on the volume. */
export function sentinelScript(input: SentinelScripts): string {
  const { masterSet, replicas } = input;
  const majority = Math.floor(replicas / 2) + 1;
  return `#!/bin/sh
set -eu
${findMaster(input)}until [ "$(timeout 2 valkey-cli -h "$master" -p ${VALKEY_PORT} ping 2>/dev/null)" = PONG ]; do sleep 1; done
if [ ! -s /data/sentinel.conf ]; then
  cat > /data/sentinel.conf <<END
port ${SENTINEL_PORT}
dir /tmp
protected-mode no
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $me
sentinel monitor ${masterSet} $master ${VALKEY_PORT} ${majority}
sentinel down-after-milliseconds ${masterSet} ${DOWN_MILLISECONDS}
sentinel failover-timeout ${masterSet} ${FAILOVER_MILLISECONDS}
sentinel parallel-syncs ${masterSet} 1
END
fi
exec valkey-sentinel /data/sentinel.conf
`;
}
