"""Trains a small classifier, records the run with MLflow, and writes what a release says of it."""

import hashlib
import json
import os
import sys

import joblib
import mlflow
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

out, strength = sys.argv[1], float(sys.argv[2])
data = load_iris()
train_x, test_x, train_y, test_y = train_test_split(data.data, data.target, test_size=0.3, random_state=7)
with mlflow.start_run() as run:
    model = LogisticRegression(C=strength, max_iter=1000).fit(train_x, train_y)
    accuracy = float(accuracy_score(test_y, model.predict(test_x)))
    mlflow.log_param("C", strength)
    mlflow.log_metric("accuracy", accuracy)
joblib.dump(model, os.path.join(out, "model.joblib"))
# This data comes with the library; yours has a commit of lakeFS, a hash of DVC or a version of its object.
version = hashlib.md5(data.data.tobytes() + data.target.tobytes()).hexdigest()
release = {
    "dataset": {"kind": "dvc", "uri": "https://git.example.org/flowers.git#data/iris", "version": f"md5:{version}"},
    "code": {"repository": "https://git.example.org/flowers.git", "commit": os.environ["COMMIT"]},
    "run": {"tracker": os.environ["MLFLOW_TRACKING_URI"], "id": run.info.run_id},
    "metrics": {"accuracy": accuracy},
    "gate": ["accuracy >= 0.9"],
    "runtime": {"image": os.environ["RUNTIME"]},
    "created": os.environ["CREATED"],
    "author": os.environ["AUTHOR"],
}
with open(os.path.join(out, "release.json"), "w") as file:
    json.dump(release, file, indent=2)
print(f"accuracy {accuracy:.3f}, run {run.info.run_id}")
