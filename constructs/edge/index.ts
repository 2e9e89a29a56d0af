/** Edge: signed models for sites behind thin links, ring by ring. */
export { Edge, type EdgeProps } from './edge.ts';
export { EdgeAuthority, type EdgeAuthorityProps } from './edge-authority.ts';
export { AGENT, EDGE_NAMESPACE, HUB, HUB_PODS, SITE_IMAGES, siteCertificate } from './edge-places.ts';
export { EdgeHub, type EdgeHubProps } from './hub.ts';
export { edgeSigners, HUB_FILE, hubConfig, type Reload } from './hub-config.ts';
export { SITE_LABEL } from './site/site-chart.ts';
export { SiteImages, type SiteImagesProps } from './site/site-images.ts';
export { type SiteMirrors, siteMirrors } from './site/site-mirrors.ts';
export { type SiteObjectsProps, siteObjects } from './site/site-objects.ts';
