import { modelAddress } from '../../../spec/model-artefact.ts';
import { bundleError } from '../bundle-error.ts';
import { huggingFaceModel } from './hugging-face.ts';
import { askerOf, type ModelAccess, type ModelStore } from './model-files.ts';
import { s3Model } from './s3.ts';

/**
 * The store of a model.
 *
 * @param model - address as the spec has it
 * @throws {PlatformError} `BUNDLE_MODEL_ADDRESS` if it is none of Hugging Face or S3.
 */
export function modelStore(model: string, access: ModelAccess): ModelStore {
  const address = modelAddress(model);
  if (address === undefined)
    throw bundleError('BUNDLE_MODEL_ADDRESS', model, {
      problem: 'it is no address of Hugging Face or S3 that a bundle can be made from',
      fix: 'write hf://owner/name:COMMIT or s3://bucket/folder, or push it to a registry and write oci://…@sha256:…',
    });
  return address.kind === 'hf'
    ? huggingFaceModel(address, access.huggingFace ?? {}, askerOf(model, access))
    : s3Model(address, access.s3 ?? {}, askerOf(model, access));
}
