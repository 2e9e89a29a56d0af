/** Delivery: Argo CD, Flux, plain folders or Pulumi; all with equal platform objects. */
export { chartVersion } from './add-on-order.ts';
export { ARGO_CD_NAMESPACE, ArgoCdDelivery, type ArgoCdDeliveryProps } from './argo-cd-delivery.ts';
export { Delivery, type DeliveryProps } from './delivery.ts';
export { DeliveryChart, deliveryFiles } from './delivery-chart.ts';
export { FLUX_NAMESPACE, FluxDelivery, type FluxDeliveryProps } from './flux-delivery.ts';
export { fileOf, type GitFolder, gitFolder } from './git-folder.ts';
export { yamlText } from './yaml-text.ts';
