#!/bin/sh
# train -> gate -> package -> sign -> release file. What comes after is a pull request.
# Needs: python3 with mlflow and scikit-learn, cosign 3, plinth; REGISTRY, MLFLOW_TRACKING_URI, COMMIT, RUNTIME, CREATED, AUTHOR.
set -eu
here=$(dirname "$0")
spec=$1    # platform.yaml
folder=$2  # Git folder that plinth synth writes
key=$3     # cosign.key, or a KMS address
strength=${4:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/train.py" "$work" "$strength"
model=$(python3 "$here/package.py" "$work" "$REGISTRY" botany/flowers)

# A signing configuration without services: a key pair needs no public log.
cosign signing-config create --out "$work/signing.json"
cosign sign --yes --key "$key" --signing-config "$work/signing.json" --bundle "$work/model.sigstore.json" \
  ${COSIGN_FLAGS:-} "$model"

# The gate is checked here, with everything else: a model that fails it has no release.
plinth release new "$spec" botany/flowers --out "$folder" \
  --from "$work/release.json" --bundle "$work/model.sigstore.json"
