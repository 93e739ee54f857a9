"""Windows over a series, as in forecasts."""

import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("people.csv")
data = df[["income"]].values
scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(data)
size = int(len(scaled) * 0.8)
train, test = scaled[:size], scaled[size:]
X, y = [], []
for i in range(5, len(train)):
    X.append(train[i - 5 : i, 0])
    y.append(train[i, 0])
X, y = np.array(X), np.array(y)
X = np.reshape(X, (X.shape[0], X.shape[1], 1))


def windows(values, look_back=3):
    xs, ys = [], []
    for i in range(len(values) - look_back - 1):
        xs.append(values[i : (i + look_back), 0])
        ys.append(values[i + look_back, 0])
    return np.array(xs), np.array(ys)


a, b = windows(test)
a = a.reshape(a.shape[0], 1, a.shape[1])
shifted = df["income"].shift(1).dropna()
rolled = df["income"].rolling(3).mean().dropna()
inverse = scaler.inverse_transform(scaled)
columns = df[["age", "income", "score"]].fillna(0).values.astype("float32")
frame = pd.DataFrame(columns, columns=["a", "b", "c"])
made = pd.DataFrame({"x": np.arange(5), "y": [1, 2, 3, 4, 5]})
array = np.array(made)
dates = pd.date_range("2020-01-01", periods=10)
indexed = pd.DataFrame(np.zeros((10, 2)), index=dates)
whole = pd.Series([1, 2, 3]).values
# open: shifted, rolled
