"""Fetches a registered model into a folder, answers one question with it, and says the answer as JSON."""

import json
import sys

import mlflow
from sklearn.datasets import load_iris

uri, folder = sys.argv[1], sys.argv[2]
path = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=folder)
features = load_iris(as_frame=True).data
answers = mlflow.pyfunc.load_model(path).predict(features)
print(json.dumps({"path": path, "answers": [int(answer) for answer in answers]}))
