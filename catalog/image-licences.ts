/**
 * Licences of images that a component brings along and that are of others, by repository. An image that is not here is under the licence
 * of the component that brings it.
 *
 * Sources: the licence file of each project, of NVIDIA’s the terms on the image’s page.
 */
const LICENCES: Readonly<Record<string, string>> = {
  'docker.io/goharbor/nginx-photon': 'BSD-2-Clause',
  'docker.io/library/mysql': 'GPL-2.0-only',
  'ecr-public.aws.com/docker/library/redis': 'AGPL-3.0-only OR SSPL-1.0 OR LicenseRef-RSALv2',
  'ghcr.io/cloudnative-pg/postgresql': 'PostgreSQL',
  'nvcr.io/nvidia/driver': 'LicenseRef-NVIDIA-Driver',
  'nvcr.io/nvidia/mellanox/k8s-rdma-shared-dev-plugin': 'Apache-2.0',
  'nvcr.io/nvidia/tritonserver': 'LicenseRef-NVIDIA-Deep-Learning-Container',
  'quay.io/kiwigrid/k8s-sidecar': 'MIT',
};

/** Licence of an image of another project than the component that brings it. @param repository - with its registry, without tag and digest */
export function foreignLicence(repository: string): string | undefined {
  return LICENCES[repository];
}
