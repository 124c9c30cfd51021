"""Put models on the demo volume as notebooks would, and a file to migrate beside the notebooks."""

from __future__ import annotations

import sys
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from model_storage_helpers import save_model_to_pvc

RANDOM = np.random.default_rng(7)


def forecast_demand() -> None:
    """Two versions of a forecast of the next hour's load, the second of which is better."""
    hours = np.arange(1200)
    load = 50 + 30 * np.sin(hours * 2 * np.pi / 24) + RANDOM.normal(0, 3, hours.size)
    load += 8 * (hours // 24 % 7 < 5)
    past = pd.DataFrame(
        {"load_3h_ago": load[:-3], "load_2h_ago": load[1:-2], "load_1h_ago": load[2:-1]}
    ).round(2)
    train, test, train_load, test_load = train_test_split(past, load[3:], random_state=7)
    for version, model, note in [
        ("1.0.0", LinearRegression(), "The baseline."),
        ("1.1.0", GradientBoostingRegressor(random_state=7), "Follows the daily peaks better."),
    ]:
        predicted = model.fit(train, train_load).predict(test)
        save_model_to_pvc(
            model,
            "demand-forecast",
            metadata={
                "version": version,
                "r2": round(float(r2_score(test_load, predicted)), 3),
                "mae": round(float(mean_absolute_error(test_load, predicted)), 2),
                "training_rows": len(train),
                "owner": "grid-team",
            },
            description=f"Load of the next hour in MW. {note}",
            input_example=test.head(3),
        )


def classify_churn() -> None:
    """Which customers leave."""
    months = RANDOM.integers(1, 72, 900)
    tickets = RANDOM.poisson(2, 900)
    charge = RANDOM.normal(60, 15, 900).round(2)
    odds = 0.8 * tickets - 0.06 * months + 0.02 * charge - 1
    leaves = RANDOM.random(900) < 1 / (1 + np.exp(-odds))
    rows = pd.DataFrame({"months": months, "tickets": tickets, "charge": charge})
    train, test, train_leaves, test_leaves = train_test_split(rows, leaves, random_state=7)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train, train_leaves)
    save_model_to_pvc(
        model,
        "churn-classifier",
        metadata={
            "version": "1.0.0",
            "accuracy": round(float(accuracy_score(test_leaves, model.predict(test))), 3),
            "auc": round(float(roc_auc_score(test_leaves, model.predict_proba(test)[:, 1])), 3),
            "owner": "crm-team",
        },
        description="Whether a customer leaves within three months.",
        input_example=test.head(2),
    )


def detect_defects() -> None:
    """Which parts of a machine are faulty."""
    good = RANDOM.normal([20, 0.4, 3], [2, 0.05, 0.4], (400, 3))
    bad = RANDOM.normal([27, 0.6, 4], [3, 0.1, 0.6], (60, 3))
    columns = ["temperature", "vibration", "current"]
    rows = pd.DataFrame(np.vstack([good, bad]), columns=columns).round(2)
    faulty = np.repeat([0, 1], [400, 60])
    train, test, train_faulty, test_faulty = train_test_split(
        rows, faulty, random_state=7, stratify=faulty
    )
    model = RandomForestClassifier(n_estimators=40, random_state=7).fit(train, train_faulty)
    save_model_to_pvc(
        model,
        "defect-detector",
        metadata={
            "version": "2.3.0",
            "accuracy": round(float(accuracy_score(test_faulty, model.predict(test))), 3),
            "owner": "plant-7",
        },
        description="Faulty parts, from three sensors.",
        input_example=test.head(2),
    )


def leave_old_file(folder: Path) -> None:
    """A model as people kept it before: a file in the workbench."""
    folder.mkdir(parents=True, exist_ok=True)
    price = LinearRegression().fit(RANDOM.normal(size=(50, 2)), RANDOM.normal(size=50))
    joblib.dump(price, folder / "energy-price.pkl")


if __name__ == "__main__":
    forecast_demand()
    classify_churn()
    detect_defects()
    leave_old_file(Path(sys.argv[1]))
