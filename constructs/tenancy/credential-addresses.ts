/** Addresses that hand out machine credentials, or a machine's own configuration, to whoever asks. Closed to teams. */
export const CREDENTIAL_ADDRESSES = [
  // AWS, Google Cloud, Azure, DigitalOcean, OpenStack.
  '169.254.169.254/32',
  // AWS over IPv6.
  'fd00:ec2::254/128',
  // Google Cloud over IPv6.
  'fd20:ce::254/128',
  // Azure's channel between a machine and the platform; the one that is not a private address.
  '168.63.129.16/32',
  // Alibaba Cloud.
  '100.100.100.200/32',
] as const;
