"""How many classes labels have: known for the whole, not for a part of them."""

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits, load_iris, make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, LabelEncoder, OneHotEncoder

X, y = load_iris(return_X_y=True)
classes = len(np.unique(y))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1, stratify=y)
in_train = len(np.unique(y_train))
first = len(np.unique(y[:60]))
spread = OneHotEncoder(sparse_output=False).fit_transform(y.reshape(-1, 1))
binary = LabelBinarizer().fit_transform(y)
encoded = LabelEncoder().fit_transform(load_iris().target_names[y])
after = LabelBinarizer().fit(y).transform(y_test)
eye = np.eye(3)[y_train]
top = y.max() + 1
df = pd.read_csv("people.csv")
sexes = df["sex"].nunique()
cities = len(df.city.unique())
groups = df["group"].nunique()
all_groups = len(df["group"].unique())
city_codes = LabelEncoder().fit_transform(df["city"])
known = len(LabelEncoder().fit(df["city"]).classes_)
codes = df["city"].astype("category").cat.codes
factors, names = pd.factorize(df["city"])
number = len(names)
Xm, ym = make_classification(n_samples=100, n_classes=3, n_informative=4)
made = len(np.unique(ym))
mapped = df["sex"].map({"f": 0, "m": 1})
two = df["sex"].map({"f": 0, "m": 1}).nunique()
# open: in_train, first, made, two, number, top, known, names
