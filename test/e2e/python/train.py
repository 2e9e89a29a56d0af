"""Trains a small model for real, records it with MLflow, registers it, and says as JSON what was recorded."""

import json
import os
import sys

import mlflow
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

name = sys.argv[1]
strength = float(sys.argv[2])

features, species = load_iris(return_X_y=True, as_frame=True)
train_x, test_x, train_y, test_y = train_test_split(features, species, test_size=0.3, random_state=7)
mlflow.set_experiment(name)
with mlflow.start_run(tags={"plinth.dev/commit": os.environ.get("COMMIT", "")}) as run:
    model = LogisticRegression(C=strength, max_iter=1000).fit(train_x, train_y)
    accuracy = accuracy_score(test_y, model.predict(test_x))
    mlflow.log_params({"C": strength, "rows": len(train_x)})
    mlflow.log_metric("accuracy", accuracy)
    logged = mlflow.sklearn.log_model(
        model, name="model", registered_model_name=name, input_example=train_x.head(2)
    )
print(
    json.dumps(
        {
            "runId": run.info.run_id,
            "experimentId": run.info.experiment_id,
            "modelUri": logged.model_uri,
            "version": str(logged.registered_model_version),
            "accuracy": accuracy,
        }
    )
)
