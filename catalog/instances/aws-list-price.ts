/** What all AWS list prices share: Linux machines, as Karpenter's AWS provider reads them from Amazon's price list. */
export const listed = {
  region: 'us-east-1',
  asOf: '2026-07-20',
  source: 'github.com/aws/karpenter-provider-aws, pkg/providers/pricing/zz_generated.pricing_aws.go',
} as const;
