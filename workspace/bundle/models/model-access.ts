import type { ModelAccess } from './model-files.ts';

/** How stores of models are reached, as the programs of Hugging Face and AWS are told it by their environment. Pure. */
export function modelAccess(environment: Readonly<Record<string, string | undefined>>): ModelAccess {
  const word = (...names: readonly string[]) => names.map((name) => environment[name]).find((each) => each);
  const [accessKeyId, secretAccessKey] = [word('AWS_ACCESS_KEY_ID'), word('AWS_SECRET_ACCESS_KEY')];
  const sessionToken = word('AWS_SESSION_TOKEN');
  const account = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken } : undefined;
  return {
    huggingFace: { endpoint: word('HF_ENDPOINT'), token: word('HF_TOKEN') },
    s3: {
      endpoint: word('AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'),
      region: word('AWS_REGION', 'AWS_DEFAULT_REGION'),
      account,
    },
  };
}
