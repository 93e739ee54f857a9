"""Changes in place, and what they leave known."""

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler

df = pd.read_csv("people.csv")
df.drop("id", axis=1, inplace=True)
df["group"] = df["group"].fillna("none")
dummies = pd.get_dummies(df, columns=["group"])
other = pd.read_csv("people.csv")
other.fillna({"group": "none"}, inplace=True)
filled = pd.get_dummies(other["group"])
third = pd.read_csv("people.csv")
third["city"] = third["city"].replace({"Rome": "Paris"})
fewer = pd.get_dummies(third["city"])
whole = pd.get_dummies(third)
le = LabelEncoder()
for column in ["city", "sex", "bought"]:
    df[column] = le.fit_transform(df[column])
encoded = df.shape
df["old"] = df["age"] > 40
df["kind"] = pd.cut(df["age"], bins=[0, 30, 50, 100], labels=["a", "b", "c"])
kinds = pd.get_dummies(df["kind"])
X = df.drop(["bought", "group", "kind", "score"], axis=1)
y = df["bought"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
features = X_train.shape[1]
people = pd.read_csv("people.csv")
people = people[people["age"] > 25]
some = pd.get_dummies(people["city"])
rest = people.dropna(subset=["group"])
groups = pd.get_dummies(rest["group"])
people.columns = ["a", "b", "c", "d", "e", "f", "g", "h"]
renamed = people[["a", "b"]].shape[1]
people.set_index("a", inplace=True)
left = people.shape[1]
del people["b"]
after = people.shape[1]
one = OneHotEncoder().fit_transform(people[["d"]])
copy = people.copy()
copy["new"] = 1
new = copy.shape[1]
old = people.shape[1]
table = pd.DataFrame(np.random.rand(10, 3), columns=list("abc"))
table["d"] = table["a"] * 2
table.loc[:, "e"] = 0
table.insert(0, "z", 1)
width = table.shape[1]
values = table.values[:, 1:]
both = pd.concat([table, pd.get_dummies(pd.Series(list("xyxyxyxyxz")))], axis=1)
wide = both.shape[1]
long = pd.concat([table, table]).shape
numbers = np.array(both)
lists = np.array(table["a"].tolist())
stacked = np.vstack(table["a"].apply(lambda x: np.zeros(4)))
counts = df["city"].value_counts()
# open: kinds, some, groups, one, filled, dummies, fewer, whole, rest, both, lists, stacked, counts, encoded, X_train, X_test, people, copy
