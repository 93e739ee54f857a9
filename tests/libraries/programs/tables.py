"""Reading tables: separators, headers, names, chosen columns, indexes, limits."""

import pandas as pd

people = pd.read_csv("people.csv")
cities = pd.read_csv("cities.csv", sep=";")
plain = pd.read_csv("plain.txt", sep="\t", header=None)
named = pd.read_csv("plain.txt", delimiter="\t", names=["a", "b", "c", "d", "e"])
replaced = pd.read_csv("cities.csv", sep=";", header=0, names=["a", "b", "c"])
chosen = pd.read_csv("people.csv", usecols=["age", "city"])
placed = pd.read_csv("people.csv", usecols=[0, 3])
indexed = pd.read_csv("people.csv", index_col="id")
first = pd.read_csv("people.csv", index_col=0, nrows=7)
typed = pd.read_csv("people.csv", dtype={"age": "float32", "city": "category"})
skipped = pd.read_csv("noted.csv", skiprows=1)
commented = pd.read_csv("noted.csv", comment="#")
dated = pd.read_csv("people.csv", parse_dates=["id"])
wide = pd.read_table("plain.txt", header=None)
prefixed = pd.read_csv("plain.txt", sep=r"\s+", header=None)
missing = pd.read_csv("people.csv", na_values=["f"])
raw = people.values
numbers = people[["age", "income"]].to_numpy()
count = len(people.columns)
shape = people.shape
X = people.iloc[:, 1:3]
y = people.iloc[:, -1].values
some = people.loc[:, "age":"city"]
without = people.drop(columns=["id", "bought"])
axis = people.drop(["id"], axis=1).values
popped = people.copy()
target = popped.pop("bought")
left = popped.shape
complete = people.dropna()
complete_columns = people.dropna(axis=1)
numeric = people.select_dtypes(include="number")
text = people.select_dtypes(exclude=["int64", "float64"])
older = people[people["age"] > 30]
older_shape = people[people.age > 30].values
head = people.head(3).values
sample = people.sample(frac=0.5, random_state=0)
tail = people.drop(sample.index)
described = people.describe()
stacked = pd.concat([people, people])
beside = pd.concat([people, cities], axis=1)
# open: skipped, commented, complete, complete_columns, older, older_shape, described, missing, tail, beside
