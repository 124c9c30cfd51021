"""Train a model and save it on the demo volume, as a notebook would."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

from model_storage_helpers import save_model_to_pvc


def main() -> None:
    """Predict a machine's load of the next hour from its last three hours."""
    random = np.random.default_rng(7)
    hours = np.arange(600)
    load = 50 + 30 * np.sin(hours * 2 * np.pi / 24) + random.normal(0, 3, hours.size)
    past = np.column_stack([load[:-3], load[1:-2], load[2:-1]])
    past_train, past_test, next_train, next_test = train_test_split(past, load[3:], random_state=7)
    model = LinearRegression().fit(past_train, next_train)
    save_model_to_pvc(
        model,
        "predictive-analytics",
        metadata={
            "version": "1.0.0",
            "r2": round(float(model.score(past_test, next_test)), 3),
            "training_date": "2025-11-07",
            "features": ["load_3h_ago", "load_2h_ago", "load_1h_ago"],
        },
    )


if __name__ == "__main__":
    main()
