/** Whether a host is the zone itself or stands below it. */
export function isBelow(host: string, zone: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}
