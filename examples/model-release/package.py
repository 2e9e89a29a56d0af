"""Pushes a model as an OCI image that nodes can mount, and writes its address, digest and size into the release."""

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import urllib.request

out, registry, repository = sys.argv[1:4]
root = f"{'http' if registry.startswith('localhost') else 'https'}://{registry}/v2/{repository}"


def push(data):
    """Uploads one blob and gives its digest."""
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    started = urllib.request.urlopen(urllib.request.Request(f"{root}/blobs/uploads/", method="POST"))
    place = started.headers["Location"]
    place += ("&" if "?" in place else "?") + f"digest={digest}"
    headers = {"Content-Type": "application/octet-stream"}
    urllib.request.urlopen(urllib.request.Request(place, data=data, method="PUT", headers=headers))
    return digest


def archive(path, name):
    """A tar with one file, the same bytes for the same file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.path.getsize(path), 0o644
        with open(path, "rb") as file:
            tar.addfile(entry, file)
    return buffer.getvalue()


tar = archive(os.path.join(out, "model.joblib"), "models/model.joblib")
layer = gzip.compress(tar, mtime=0)
rootfs = {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}"]}
config = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": rootfs}).encode()
image = "application/vnd.oci.image"
parts = [(f"{image}.config.v1+json", config), (f"{image}.layer.v1.tar+gzip", layer)]
described = [{"mediaType": kind, "digest": push(data), "size": len(data)} for kind, data in parts]
body = {"schemaVersion": 2, "mediaType": f"{image}.manifest.v1+json", "config": described[0], "layers": described[1:]}
manifest = json.dumps(body).encode()
digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
headers = {"Content-Type": body["mediaType"]}
urllib.request.urlopen(urllib.request.Request(f"{root}/manifests/{digest}", data=manifest, method="PUT", headers=headers))

path = os.path.join(out, "release.json")
with open(path) as file:
    release = json.load(file)
uri = f"oci://{registry}/{repository}@{digest}"
release["model"] = {"uri": uri, "digest": digest, "bytes": len(layer), "format": "sklearn"}
with open(path, "w") as file:
    json.dump(release, file, indent=2)
print(f"{registry}/{repository}@{digest}")
